import type {
  ContentBlockDelta,
  ConverseStreamOutput,
  ReasoningContentBlockDelta,
} from '@aws-sdk/client-bedrock-runtime'
import type { CompletionUsage } from 'openai/resources/completions'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import { decodeBase64 } from '../../base64.ts'
import type { StreamTranslator } from '../../context.ts'
import { TranslationError } from '../../translation-error.ts'
import type { ContentBlockDeltaPart } from '../answer-types.ts'
import type { ConverseAnswerFacts } from './converse-response.ts'
import { readContent } from './answer-content.ts'
import { toStopReason } from '../finish-reason.ts'
import { toTokenUsage } from '../usage.ts'

type Delta = ChatCompletionChunk.Choice.Delta

/** A tool call on its way: its block starts as soon as its name is known. */
interface StreamedCall {
  block: number | undefined
  id: string
  name: string
  /** Arguments that came before the name. */
  held: string
  /** All arguments so far. */
  input: string
  closed: boolean
}

interface StreamState {
  /** The latest call of each index. */
  readonly calls: Map<number, StreamedCall>
  /** All calls that have a block, in order. */
  readonly begun: StreamedCall[]
  /** The text or reasoning block that is open. */
  open: { readonly kind: 'text' | 'reasoning'; readonly block: number } | undefined
  started: boolean
  finished: boolean
  blocks: number
  usage: CompletionUsage | undefined
}

/**
 * OpenAI → Converse: a streamed answer of an OpenAI-compatible backend, as ConverseStream's events. Text and reasoning
 * blocks follow one another; so do tool use blocks, unless the backend interleaves them.
 *
 * @param facts - read when the stream ends
 * @returns `end()` gives the `metadata` event, and throws a `TranslationError` (502, `stream_truncated`) when no
 *   `finish_reason` came
 */
export function createConverseStream(
  facts: ConverseAnswerFacts = {},
): StreamTranslator<ChatCompletionChunk, ConverseStreamOutput> {
  const state: StreamState = {
    calls: new Map(),
    begun: [],
    open: undefined,
    started: false,
    finished: false,
    blocks: 0,
    usage: undefined,
  }
  return { push: (chunk) => push(state, chunk), end: () => end(state, facts) }
}

function push(state: StreamState, chunk: ChatCompletionChunk): ConverseStreamOutput[] {
  const events: ConverseStreamOutput[] = []
  if (chunk.usage) state.usage = chunk.usage
  const choice = chunk.choices?.find(({ index }) => index === 0)
  if (choice === undefined || state.finished) return events
  if (!state.started) {
    state.started = true
    events.push({ messageStart: { role: 'assistant' } })
  }
  if (choice.delta) pushDelta(state, events, choice.delta)
  if (choice.finish_reason) finish(state, events, choice.finish_reason)
  return events
}

function pushDelta(state: StreamState, events: ConverseStreamOutput[], delta: Delta): void {
  const content = readContent(delta.content)
  const reasoning =
    delta.reasoning_content ?? (delta as { reasoning?: unknown }).reasoning ?? content.reasoning
  if (typeof reasoning === 'string' && reasoning !== '') pushReasoning(state, events, { text: reasoning })
  for (const part of delta.content_blocks ?? []) pushBlockPart(state, events, part)
  const text = content.text || delta.refusal
  if (text) emit(events, openBlock(state, events, 'text'), { text })
  for (const call of delta.tool_calls ?? []) {
    pushCall(state, events, call.index ?? 0, { id: call.id, ...call.function })
  }
  if (delta.function_call) pushCall(state, events, 0, delta.function_call)
}

function pushReasoning(
  state: StreamState,
  events: ConverseStreamOutput[],
  reasoningContent: ReasoningContentBlockDelta,
): void {
  emit(events, openBlock(state, events, 'reasoning'), { reasoningContent })
}

/** Signatures and redacted data stand nowhere else; the text of the blocks was in `reasoning_content`. */
function pushBlockPart(
  state: StreamState,
  events: ConverseStreamOutput[],
  { delta }: ContentBlockDeltaPart,
): void {
  const redactedContent = delta?.data === undefined ? undefined : decodeBase64(delta.data)
  if (redactedContent !== undefined) {
    closeBlock(state, events)
    pushReasoning(state, events, { redactedContent })
    closeBlock(state, events)
  } else if (delta?.signature) {
    pushReasoning(state, events, { signature: delta.signature })
    closeBlock(state, events)
  }
}

function pushCall(
  state: StreamState,
  events: ConverseStreamOutput[],
  index: number,
  part: { id?: string | undefined; name?: string | undefined; arguments?: string | undefined },
): void {
  let call = state.calls.get(index)
  // Gemini gives every call the same index: another id with a name begins another call.
  const isAnother = call?.block !== undefined && part.name && part.id && call.id !== part.id
  if (call === undefined || isAnother) {
    call = { block: undefined, id: '', name: '', held: '', input: '', closed: false }
    state.calls.set(index, call)
  }
  call.id ||= part.id ?? ''
  if (call.block === undefined && part.name) {
    closeBlock(state, events)
    closeCompleteCalls(state, events)
    call.name = part.name
    call.block = state.blocks
    state.blocks += 1
    state.begun.push(call)
    const toolUse = { toolUseId: call.id || `call_${index}`, name: call.name }
    events.push({ contentBlockStart: { contentBlockIndex: call.block, start: { toolUse } } })
  }
  const input = call.held + (part.arguments ?? '')
  if (call.block === undefined) {
    call.held = input
    return
  }
  call.held = ''
  call.input += input
  // After a whole JSON text there is nothing but blank space to come.
  if (input !== '' && !call.closed) emit(events, call.block, { toolUse: { input } })
}

/** The index of a block of this kind: the open one, else a new one. */
function openBlock(state: StreamState, events: ConverseStreamOutput[], kind: 'text' | 'reasoning'): number {
  if (state.open?.kind === kind) return state.open.block
  closeBlock(state, events)
  closeCompleteCalls(state, events)
  state.open = { kind, block: state.blocks }
  state.blocks += 1
  return state.open.block
}

function closeBlock(state: StreamState, events: ConverseStreamOutput[]): void {
  if (state.open === undefined) return
  events.push({ contentBlockStop: { contentBlockIndex: state.open.block } })
  state.open = undefined
}

/**
 * Bedrock ends a block before the next one begins, and some readers keep one call in mind at a time. A call whose arguments
 * are a whole JSON text has ended; of one with half of them, or none, nobody knows yet.
 */
function closeCompleteCalls({ begun }: StreamState, events: ConverseStreamOutput[]): void {
  for (const call of begun) if (!call.closed && isWhole(call.input)) closeCall(call, events)
}

function closeCall(call: StreamedCall, events: ConverseStreamOutput[]): void {
  if (call.closed || call.block === undefined) return
  call.closed = true
  events.push({ contentBlockStop: { contentBlockIndex: call.block } })
}

function isWhole(json: string): boolean {
  if (!json.trimEnd().endsWith('}')) return false
  try {
    JSON.parse(json)
    return true
  } catch {
    return false
  }
}

function finish(state: StreamState, events: ConverseStreamOutput[], reason: string): void {
  state.finished = true
  closeBlock(state, events)
  for (const call of state.begun) closeCall(call, events)
  const stopReason = toStopReason(reason, state.begun.length > 0)
  events.push({ messageStop: { stopReason } })
}

function end(state: StreamState, facts: ConverseAnswerFacts): ConverseStreamOutput[] {
  if (!state.finished) {
    throw new TranslationError('The stream from the backend ended before the answer was complete.', {
      status: 502,
      type: 'server_error',
      code: 'stream_truncated',
    })
  }
  return [{ metadata: { usage: toTokenUsage(state.usage), metrics: { latencyMs: facts.latencyMs ?? 0 } } }]
}

function emit(events: ConverseStreamOutput[], contentBlockIndex: number, delta: ContentBlockDelta): void {
  events.push({ contentBlockDelta: { contentBlockIndex, delta } })
}
