import type {
  CitationsDelta,
  ContentBlockDelta,
  ContentBlockStartEvent,
  ConverseStreamMetadataEvent,
  MessageStopEvent,
} from '@aws-sdk/client-bedrock-runtime'

import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import { listWebCitations } from '../../converse/citations.ts'
import { toCallerToolName } from '../../converse/tool-call.ts'
import { WarningCollector, type TranslationContext } from '../../context.ts'
import { appendArguments } from '../call-item.ts'
import { annotate, appendText } from '../message-item.ts'
import type { ResponseBody } from '../openai-types.ts'
import { addCall, createOutput, endBlock, ensureMessage, ensureReasoning, type Output } from './output.ts'
import { appendReasoning } from '../reasoning-item.ts'
import type { ResponsesContext } from '../response-context.ts'

/** The state of one answer. */
export interface AnswerState {
  readonly responseContext: ResponsesContext
  readonly context: TranslationContext
  readonly warnings: WarningCollector
  readonly output: Output
  /** Blocks whose deltas are not shown. */
  readonly hidden: Set<number>
  /** The citations of a block, and where its text begins in its message. */
  readonly cited: Map<number, { readonly start: number; readonly citations: CitationsDelta[] }>
  /** The block of the tool that stands in for the answer. */
  structured: number | undefined
  /** Text that is held back until it is clear whether a tool stands in for it. */
  held: string
  started: boolean
  stop: MessageStopEvent | undefined
  metadata: ConverseStreamMetadataEvent | undefined
  /** The whole answer, once it is finished. */
  response: ResponseBody | undefined
}

/**
 * The state before the first event.
 *
 * @param silent - nobody wants the events of the response
 */
export function createAnswerState(
  responseContext: ResponsesContext,
  context: TranslationContext,
  silent = false,
): AnswerState {
  return {
    responseContext,
    context,
    warnings: new WarningCollector(),
    output: createOutput(context.id, silent),
    hidden: new Set(),
    cited: new Map(),
    structured: undefined,
    held: '',
    started: false,
    stop: undefined,
    metadata: undefined,
    response: undefined,
  }
}

/** The start of a block, which only has content for tool uses. */
export function pushBlockStart(
  state: AnswerState,
  { start, contentBlockIndex: block = 0 }: ContentBlockStartEvent,
): void {
  const toolUse = start?.toolUse
  if (!toolUse) {
    if (start && !('text' in start)) ANSWER_WARNINGS.unknownBlock(start, 'output', state.warnings)
    return
  }
  const { responseContext, output, warnings } = state
  const name = toolUse.name ?? ''
  if (responseContext.structuredOutputTool !== undefined && name === responseContext.structuredOutputTool) {
    if (state.structured !== undefined) state.hidden.add(block)
    else {
      state.structured = block
      ensureMessage(output, block)
    }
  } else if (toolUse.type === 'server_tool_use') {
    state.hidden.add(block)
    ANSWER_WARNINGS.serverTool(name, warnings)
  } else if (responseContext.suppressToolCalls) {
    state.hidden.add(block)
    ANSWER_WARNINGS.suppressedCall(name, warnings)
  } else {
    const callersName = toCallerToolName(name, responseContext)
    const custom = responseContext.customTools.has(callersName)
    const named = responseContext.namespaces?.get(callersName) ?? { name: callersName, namespace: undefined }
    addCall(output, block, { custom, callId: toolUse.toolUseId ?? '', ...named })
  }
}

/** A piece of a block. Kinds that are not known here give a warning. */
export function pushBlockDelta(state: AnswerState, delta: ContentBlockDelta, block: number): void {
  const { output } = state
  if (delta.text) pushText(state, delta.text, block)
  else if (delta.toolUse) pushInput(state, delta.toolUse.input ?? '', block)
  else if (delta.reasoningContent) {
    appendReasoning(ensureReasoning(output, block), block, delta.reasoningContent, output.sink)
  } else if (delta.citation) {
    if (state.responseContext.structuredOutputTool === undefined)
      ensureCitations(state, block).citations.push(delta.citation)
  } else if (delta.text === undefined) ANSWER_WARNINGS.unknownBlock(delta, 'output', state.warnings)
}

function pushText(state: AnswerState, text: string, block: number): void {
  if (state.responseContext.structuredOutputTool !== undefined) {
    state.held += text
    return
  }
  ensureCitations(state, block)
  appendText(ensureMessage(state.output, block), text, state.output.sink)
}

function ensureCitations(state: AnswerState, block: number) {
  const known = state.cited.get(block)
  if (known !== undefined) return known
  const cited = { start: ensureMessage(state.output, block).text.length, citations: [] }
  state.cited.set(block, cited)
  return cited
}

function pushInput(state: AnswerState, input: string, block: number): void {
  if (state.hidden.has(block)) return
  const { output } = state
  if (block === state.structured) return appendText(ensureMessage(output, block), input, output.sink)
  const item = output.byBlock.get(block)
  if (item?.kind === 'call') appendArguments(item, input, output.sink)
}

/** The end of a block: its citations, and `{}` for an answer by a tool without arguments. */
export function pushBlockStop(state: AnswerState, block: number): void {
  const { output, cited } = state
  const item = output.byBlock.get(block)
  if (item?.kind === 'message') {
    const { start, citations } = cited.get(block) ?? { start: 0, citations: [] }
    const text = item.text.slice(start)
    for (const citation of listWebCitations({ start, end: start + text.length, citations })) {
      annotate(item, { type: 'url_citation', ...citation }, output.sink)
    }
    item.citations.push(...citations)
    if (block === state.structured && item.text === '') appendText(item, '{}', output.sink)
  }
  endBlock(output, block)
}

/** Emits the text that was held back, unless a tool stood in for it. */
export function endHeldText(state: AnswerState): void {
  if (state.held === '' || state.structured !== undefined) return
  // No content block has this index.
  appendText(ensureMessage(state.output, -1), state.held, state.output.sink)
}
