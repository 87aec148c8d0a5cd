import type {
  ContentBlockDelta,
  ContentBlockStartEvent,
  ConverseStreamMetadataEvent,
  ConverseStreamOutput,
  MessageStopEvent,
  ReasoningContentBlockDelta,
} from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import type { StreamTranslator, TranslationContext } from '../context.ts'
import { TranslationError } from '../translation-error.ts'
import { toAnswerExtras, toEnding, toServiceTier } from './answer-ending.ts'
import type { ContentBlockDeltaPart } from './answer-types.ts'
import { toBase64 } from './reasoning-blocks.ts'
import type { Recall } from './recall.ts'
import { thinkTagsOf, type ThinkTags } from './think-tags.ts'
import { toCallerToolName } from './tool-call.ts'
import { toCompletionUsage } from './usage.ts'

type Delta = ChatCompletionChunk.Choice.Delta

/** A block that is being streamed and needs more than its text handed on. */
type OpenBlock =
  | { readonly kind: 'call'; readonly index: number; empty: boolean }
  | { readonly kind: 'structured'; empty: boolean }
  | { readonly kind: 'hidden' }

/** The state of one streamed answer. */
interface StreamState {
  readonly recall: Recall
  readonly context: TranslationContext
  /** Also give `content_blocks`. */
  readonly relaxed: boolean
  readonly tags: ThinkTags | undefined
  /** Tool uses by `contentBlockIndex`, while they are open. */
  readonly open: Map<number, OpenBlock>
  /** Redacted reasoning by `contentBlockIndex`: base64 cannot be cut anywhere. */
  readonly redacted: Map<number, Uint8Array[]>
  /** Text that is held back until it is clear whether a tool stands in for it. */
  readonly held: string[]
  started: boolean
  finished: boolean
  /** Index of the reasoning block whose tag is open, or -1. */
  tagged: number
  calls: number
  structured: boolean
  stop: MessageStopEvent | undefined
  metadata: ConverseStreamMetadataEvent | undefined
}

/**
 * Converse → OpenAI: a streamed answer, event by event. The last chunks wait for the `metadata` event, which follows
 * `messageStop` at once. `end()` throws a `TranslationError` (502, `stream_truncated`) when no `messageStop` came.
 *
 * Exceptions in the stream are the transport's to raise; see `toStreamError` in `errors.ts`.
 *
 * @param recall - what the request's translation left for this
 */
export function createChatCompletionStream(
  recall: Recall,
  context: TranslationContext,
): StreamTranslator<ConverseStreamOutput, ChatCompletionChunk> {
  const state: StreamState = {
    recall,
    context,
    relaxed: !context.options.strictOpenAICompliance,
    tags:
      recall.thinkTags && recall.structuredOutputTool === undefined
        ? thinkTagsOf(context.model.capabilities.family)
        : undefined,
    open: new Map(),
    redacted: new Map(),
    held: [],
    started: false,
    finished: false,
    tagged: -1,
    calls: 0,
    structured: false,
    stop: undefined,
    metadata: undefined,
  }
  return { push: (event) => push(state, event), end: () => end(state) }
}

function push(state: StreamState, event: ConverseStreamOutput): ChatCompletionChunk[] {
  const chunks: ChatCompletionChunk[] = []
  if (event.contentBlockDelta) {
    const { delta, contentBlockIndex = 0 } = event.contentBlockDelta
    if (delta) pushDelta(state, chunks, delta, contentBlockIndex)
  } else if (event.contentBlockStart) pushBlockStart(state, chunks, event.contentBlockStart)
  else if (event.contentBlockStop) {
    closeBlock(state, chunks, event.contentBlockStop.contentBlockIndex ?? 0)
  } else if (event.messageStart) start(state, chunks)
  else if (event.messageStop) state.stop = event.messageStop
  else if (event.metadata) state.metadata = event.metadata
  if (state.stop !== undefined && state.metadata !== undefined) finish(state, chunks)
  return chunks
}

function end(state: StreamState): ChatCompletionChunk[] {
  if (state.stop === undefined) {
    throw new TranslationError('The stream from Bedrock ended before the answer was complete.', {
      status: 502,
      type: 'server_error',
      code: 'stream_truncated',
    })
  }
  const chunks: ChatCompletionChunk[] = []
  finish(state, chunks)
  return chunks
}

function pushDelta(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  delta: ContentBlockDelta,
  index: number,
): void {
  if (delta.text) pushText(state, chunks, delta.text, index)
  else if (delta.toolUse) pushInput(state, chunks, delta.toolUse.input ?? '', index)
  else if (delta.reasoningContent) pushReasoning(state, chunks, delta.reasoningContent, index)
  else if (delta.citation) emit(state, chunks, { citations: [delta.citation] })
}

function pushText(state: StreamState, chunks: ChatCompletionChunk[], text: string, index: number): void {
  closeTag(state, chunks)
  if (state.recall.structuredOutputTool !== undefined) {
    if (!state.structured) state.held.push(text)
    if (state.relaxed) emit(state, chunks, { content_blocks: [{ index, delta: { text } }] })
    return
  }
  emit(
    state,
    chunks,
    state.relaxed ? { content: text, content_blocks: [{ index, delta: { text } }] } : { content: text },
  )
}

function pushInput(state: StreamState, chunks: ChatCompletionChunk[], input: string, index: number): void {
  const block = state.open.get(index)
  if (input === '' || block === undefined || block.kind === 'hidden') return
  block.empty = false
  emit(state, chunks, block.kind === 'structured' ? { content: input } : callDelta(state, block.index, input))
}

function callDelta(state: StreamState, index: number, argumentsPart: string): Delta {
  if (state.recall.legacyFunctions) return { function_call: { arguments: argumentsPart } }
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
    if (state.relaxed) delta.content_blocks = [{ index, delta: { thinking: reasoning.text } }]
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

function pushBlockStart(
  state: StreamState,
  chunks: ChatCompletionChunk[],
  { start: opened, contentBlockIndex: index = 0 }: ContentBlockStartEvent,
): void {
  const toolUse = opened?.toolUse
  if (!toolUse) return
  closeTag(state, chunks)
  const { recall } = state
  const name = toolUse.name ?? ''
  if (recall.structuredOutputTool !== undefined && name === recall.structuredOutputTool) {
    state.open.set(index, state.structured ? { kind: 'hidden' } : { kind: 'structured', empty: true })
    state.structured = true
    return
  }
  const surplus = recall.legacyFunctions && state.calls > 0
  if (toolUse.type === 'server_tool_use' || recall.suppressToolCalls || surplus) {
    state.open.set(index, { kind: 'hidden' })
    return
  }
  const call = { kind: 'call', index: state.calls, empty: true } as const
  state.calls += 1
  state.open.set(index, { ...call })
  const definition = { name: toCallerToolName(name, recall), arguments: '' }
  emit(
    state,
    chunks,
    recall.legacyFunctions
      ? { function_call: definition }
      : {
          tool_calls: [
            { index: call.index, id: toolUse.toolUseId ?? '', type: 'function', function: definition },
          ],
        },
  )
}

function closeBlock(state: StreamState, chunks: ChatCompletionChunk[], index: number): void {
  if (state.tagged === index) closeTag(state, chunks)
  const redacted = state.redacted.get(index)
  if (redacted !== undefined) {
    state.redacted.delete(index)
    emitBlock(state, chunks, { index, delta: { data: toBase64(concatenate(redacted)) } })
  }
  const block = state.open.get(index)
  if (block === undefined) return
  state.open.delete(index)
  // A call without arguments has no deltas; accumulators need valid JSON all the same.
  if (block.kind === 'hidden' || !block.empty) return
  emit(state, chunks, block.kind === 'structured' ? { content: '{}' } : callDelta(state, block.index, '{}'))
}

function closeTag(state: StreamState, chunks: ChatCompletionChunk[]): void {
  if (state.tagged === -1 || state.tags === undefined) return
  state.tagged = -1
  emit(state, chunks, { content: state.tags.close })
}

/** The finish chunk and, when asked for, the usage chunk; once. */
function finish(state: StreamState, chunks: ChatCompletionChunk[]): void {
  if (state.finished) return
  state.finished = true
  const { stop, metadata, context, recall } = state
  start(state, chunks)
  for (const index of [...state.redacted.keys(), ...state.open.keys()]) closeBlock(state, chunks, index)
  closeTag(state, chunks)
  if (!state.structured && state.held.length > 0) emit(state, chunks, { content: state.held.join('') })
  const extras = {
    ...toServiceTier(metadata?.serviceTier),
    ...toAnswerExtras(
      { ...metadata, additionalModelResponseFields: stop?.additionalModelResponseFields },
      context,
    ),
  }
  const ending = toEnding(stop?.stopReason, state.calls, recall, context)
  chunks.push({ ...toChunk(context, [{ index: 0, delta: {}, logprobs: null, ...ending }]), ...extras })
  if (!recall.includeUsage || metadata === undefined) return
  const { service_tier } = extras
  chunks.push({
    ...toChunk(context, []),
    usage: toCompletionUsage(metadata.usage),
    ...(service_tier === undefined ? {} : { service_tier }),
  })
}

/** The first chunk: it names the role. A service that forgets `messageStart` gets one all the same. */
function start(state: StreamState, chunks: ChatCompletionChunk[]): void {
  if (state.started) return
  state.started = true
  emit(state, chunks, { role: 'assistant', content: null, refusal: null })
}

function emitBlock(state: StreamState, chunks: ChatCompletionChunk[], part: ContentBlockDeltaPart): void {
  if (state.relaxed) emit(state, chunks, { content_blocks: [part] })
}

function emit(state: StreamState, chunks: ChatCompletionChunk[], delta: Delta): void {
  if (!state.started) start(state, chunks)
  chunks.push(toChunk(state.context, [{ index: 0, delta, logprobs: null, finish_reason: null }]))
}

function toChunk(context: TranslationContext, choices: ChatCompletionChunk.Choice[]): ChatCompletionChunk {
  return {
    id: context.id,
    object: 'chat.completion.chunk',
    created: context.created,
    model: context.model.id,
    choices,
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
