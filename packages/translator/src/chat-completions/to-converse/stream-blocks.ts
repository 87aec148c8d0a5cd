import type {
  CitationsDelta,
  ContentBlockDelta,
  ContentBlockStartEvent,
  ReasoningContentBlockDelta,
} from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import { concatenateBytes } from '../../bytes.ts'
import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import { warnOfSurplusCall } from '../function-call.ts'
import { toBase64 } from '../../converse/reasoning-blocks.ts'
import { closeTag, emit, emitBlock, placeParts, type Delta, type StreamState } from './stream-state.ts'
import { toCallerToolName } from '../../converse/tool-call.ts'

/** A piece of a block. Kinds that are not known here give a warning. */
export function pushDelta(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  delta: ContentBlockDelta,
  index: number,
): void {
  if (delta.text) pushText(state, chunks, delta.text, index)
  else if (delta.toolUse) pushInput(state, chunks, delta.toolUse.input ?? '', index)
  else if (delta.reasoningContent) pushReasoning(state, chunks, delta.reasoningContent, index)
  else if (delta.citation) pushCitation(state, chunks, delta.citation, index)
  else if (delta.text === undefined) ANSWER_WARNINGS.unknownBlock(delta, 'content', state.warnings)
}

function pushText(state: StreamState, chunks: ChatCompletionChunk[], text: string, index: number): void {
  closeTag(state, chunks)
  noteCited(state, text, index)
  if (state.responseContext.structuredOutputTool !== undefined) {
    if (!state.structured) state.held.push(text)
    state.length += text.length
    return emitBlock(state, chunks, { index, delta: { text } })
  }
  if (!state.relaxed) return emit(state, chunks, { content: text })
  emit(state, chunks, { content: text, content_blocks: placeParts(state, { index, delta: { text } }) })
}

/** Where the text of a block stands in the content, for the annotations. */
function noteCited({ complete, length }: StreamState, text: string, index: number): void {
  const known = complete.cited.get(index)
  if (known === undefined)
    complete.cited.set(index, { start: length, end: length + text.length, citations: [] })
  else known.end += text.length
}

function pushCitation(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  citation: CitationsDelta,
  index: number,
): void {
  const { cited } = state.complete
  const { start, end, citations } = cited.get(index) ?? {
    start: state.length,
    end: state.length,
    citations: [],
  }
  cited.set(index, { start, end, citations: [...citations, citation] })
  emit(state, chunks, { citations: [citation] })
}

function pushInput(state: StreamState, chunks: ChatCompletionChunk[], input: string, index: number): void {
  const block = state.open.get(index)
  if (input === '' || block === undefined || block.kind === 'hidden') return
  block.empty = false
  emit(state, chunks, block.kind === 'structured' ? { content: input } : callDelta(state, block.index, input))
}

function callDelta(state: StreamState, index: number, argumentsPart: string): Delta {
  if (state.responseContext.legacyFunctions) return { function_call: { arguments: argumentsPart } }
  return { tool_calls: [{ index, function: { arguments: argumentsPart } }] }
}

function pushReasoning(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  reasoning: ReasoningContentBlockDelta,
  index: number,
): void {
  if (reasoning.text) {
    const delta: Delta = { reasoning_content: reasoning.text }
    if (state.relaxed)
      delta.content_blocks = placeParts(state, { index, delta: { thinking: reasoning.text } })
    if (state.tags !== undefined) {
      if (state.tagged !== index) closeTag(state, chunks)
      delta.content = state.tagged === index ? reasoning.text : state.tags.open + reasoning.text
      state.tagged = index
    }
    emit(state, chunks, delta)
  } else if (reasoning.signature)
    emitBlock(state, chunks, { index, delta: { signature: reasoning.signature } })
  else if (reasoning.redactedContent !== undefined)
    holdRedacted(state, chunks, reasoning.redactedContent, index)
}

function holdRedacted(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  bytes: Uint8Array | string,
  index: number,
): void {
  if (typeof bytes === 'string') return emitBlock(state, chunks, { index, delta: { data: bytes } })
  const parts = state.redacted.get(index)
  if (parts === undefined) state.redacted.set(index, [bytes])
  else parts.push(bytes)
}

/** The start of a block, which only has content for tool uses. */
export function pushBlockStart(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  { start: opened, contentBlockIndex: index = 0 }: ContentBlockStartEvent,
): void {
  const toolUse = opened?.toolUse
  if (!toolUse) {
    if (opened && !('text' in opened)) ANSWER_WARNINGS.unknownBlock(opened, 'content', state.warnings)
    return
  }
  closeTag(state, chunks)
  const { responseContext } = state
  const name = toolUse.name ?? ''
  if (responseContext.structuredOutputTool !== undefined && name === responseContext.structuredOutputTool) {
    state.open.set(index, state.structured ? { kind: 'hidden' } : { kind: 'structured', empty: true })
    state.structured = true
    return
  }
  const surplus = responseContext.legacyFunctions && state.calls > 0
  if (toolUse.type === 'server_tool_use' || responseContext.suppressToolCalls || surplus) {
    if (toolUse.type === 'server_tool_use') ANSWER_WARNINGS.serverTool(name, state.warnings)
    else if (responseContext.suppressToolCalls) ANSWER_WARNINGS.suppressedCall(name, state.warnings)
    else warnOfSurplusCall(state.warnings)
    state.open.set(index, { kind: 'hidden' })
    return
  }
  const call = { kind: 'call', index: state.calls, empty: true } as const
  state.calls += 1
  state.open.set(index, { ...call })
  const definition = { name: toCallerToolName(name, responseContext), arguments: '' }
  emit(
    state,
    chunks,
    responseContext.legacyFunctions
      ? { function_call: definition }
      : {
          tool_calls: [
            { index: call.index, id: toolUse.toolUseId ?? '', type: 'function', function: definition },
          ],
        },
  )
  if (!responseContext.legacyFunctions) placeCall(state, chunks, index, toolUse.toolUseId ?? '')
}

/** The place of a call is said as soon as a block follows it, which may have come before it. */
function placeCall(state: StreamState, chunks: ChatCompletionChunk[], index: number, id: string): void {
  const part = { index, delta: { id } }
  const isFollowed = [...state.complete.blocks.keys()].some((block) => block > index)
  if (isFollowed) emitBlock(state, chunks, part)
  else state.placed.push(part)
}

/** The end of a block: what was held back of it, and `{}` for a call without arguments. */
export function closeBlock(state: StreamState, chunks: ChatCompletionChunk[], index: number): void {
  if (state.tagged === index) closeTag(state, chunks)
  const redacted = state.redacted.get(index)
  if (redacted !== undefined) {
    state.redacted.delete(index)
    emitBlock(state, chunks, { index, delta: { data: toBase64(concatenateBytes(redacted)) } })
  }
  const block = state.open.get(index)
  if (block === undefined) return
  state.open.delete(index)
  // A call without arguments has no deltas; accumulators need valid JSON all the same.
  if (block.kind === 'hidden' || !block.empty) return
  emit(state, chunks, block.kind === 'structured' ? { content: '{}' } : callDelta(state, block.index, '{}'))
}
