import type {
  ContentBlockDelta,
  ConverseStreamOutput,
  ReasoningContentBlockDelta,
  StopReason,
} from '@aws-sdk/client-bedrock-runtime'
import type { CompletionUsage } from 'openai/resources/completions'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import { decodeBase64 } from '../../base64.ts'
import type { StreamTranslator } from '../../context.ts'
import { TranslationError } from '../../translation-error.ts'
import type { ContentBlockDeltaPart } from '../answer-types.ts'
import { CHAT_CHOICE } from '../../shapes/chat-answer-shapes.ts'
import { readAnswerShape } from '../../shapes/malformed.ts'
import { readUsage, type ConverseAnswerFacts } from './converse-response.ts'
import { isObject } from '../../json-shape.ts'
import { type AnswerCall, readAnswerCalls } from './answer-call.ts'
import { readContent } from './answer-content.ts'
import { readReasoning } from './answer-reasoning.ts'
import { findReportedFailure, toFailureError } from './reported-failure.ts'
import { type CallState, findCall, isWhole, type StreamedCall } from './streamed-call.ts'
import { toStopReason } from '../finish-reason.ts'
import { toTokenUsage } from '../usage.ts'

type Delta = ChatCompletionChunk.Choice.Delta

interface StreamState extends CallState {
  /** The text or reasoning block that is open. */
  open: { readonly kind: 'text' | 'reasoning'; readonly block: number } | undefined
  started: boolean
  /** The latest that was said. */
  finishReason: string | undefined
  blocks: number
  usage: CompletionUsage | undefined
  /** The member of the chunks that the answer is read from. */
  source: 'delta' | 'message' | undefined
}

/**
 * OpenAI → Converse: a streamed answer of an OpenAI-compatible backend, as ConverseStream's events. Text and reasoning
 * blocks follow one another; so do tool use blocks, unless the backend interleaves them.
 *
 * @param facts - read when the stream ends
 * @returns `push` throws a `TranslationError` for a failure that a chunk reports, with its status; `end` gives the events that end the
 *   answer, and throws one (502, `stream_truncated`) when no `finish_reason` came
 */
export function createConverseStream(
  facts: ConverseAnswerFacts = {},
): StreamTranslator<ChatCompletionChunk, ConverseStreamOutput> {
  const state: StreamState = {
    calls: new Map(),
    latest: undefined,
    begun: [],
    open: undefined,
    started: false,
    finishReason: undefined,
    blocks: 0,
    usage: undefined,
    source: undefined,
  }
  return { push: (chunk) => push(state, chunk), end: () => end(state, facts) }
}

function push(state: StreamState, chunk: ChatCompletionChunk): ConverseStreamOutput[] {
  const events: ConverseStreamOutput[] = []
  if (chunk.usage) state.usage = readUsage(chunk.usage)
  const failure = findReportedFailure(chunk)
  if (failure !== undefined) throw toFailureError(failure)
  // One answer was asked for: whatever index the backend gives its choice, there is no other.
  const [said] = Array.isArray(chunk.choices) ? chunk.choices : []
  if (!isObject(said)) return events
  const choice = readAnswerShape<ChatCompletionChunk.Choice>(said, CHAT_CHOICE, 'choices[0]')
  if (!state.started) {
    state.started = true
    events.push({ messageStart: { role: 'assistant' } })
  }
  pushPart(state, events, choice)
  // Not the end yet: some backends say `stop` on every chunk.
  if (typeof choice.finish_reason === 'string') state.finishReason = choice.finish_reason
  return events
}

/**
 * Some backends have `message` in place of `delta`. Where the answer came in deltas, a message at the end would only say all of it
 * again.
 */
function pushPart(
  state: StreamState,
  events: ConverseStreamOutput[],
  choice: { readonly delta?: unknown; readonly message?: unknown },
): void {
  const source = isObject(choice.delta) ? 'delta' : 'message'
  const part = choice[source]
  if (!isObject(part) || (state.source !== undefined && state.source !== source)) return
  pushDelta(state, events, part)
  if (state.blocks > 0 || state.calls.size > 0) state.source = source
}

function pushDelta(state: StreamState, events: ConverseStreamOutput[], delta: Delta): void {
  const reasoning = readReasoning(delta)
  if (reasoning !== '') pushReasoning(state, events, { text: reasoning })
  const blocks: unknown = delta.content_blocks
  for (const part of Array.isArray(blocks) ? blocks.filter(isObject) : [])
    pushBlockPart(state, events, part as unknown as ContentBlockDeltaPart)
  const text = readContent(delta.content).text || delta.refusal
  if (typeof text === 'string' && text !== '') emit(events, openBlock(state, events, 'text'), { text })
  for (const part of readAnswerCalls(delta)) pushCall(state, events, part)
}

function pushReasoning(
  state: StreamState,
  events: ConverseStreamOutput[],
  reasoningContent: ReasoningContentBlockDelta,
): void {
  emit(events, openBlock(state, events, 'reasoning'), { reasoningContent })
}

/** Only signatures and redacted data are read from here; the text of the blocks was in `reasoning_content`. */
function pushBlockPart(
  state: StreamState,
  events: ConverseStreamOutput[],
  { delta }: ContentBlockDeltaPart,
): void {
  const redactedContent = typeof delta?.data === 'string' ? decodeBase64(delta.data) : undefined
  if (redactedContent !== undefined) {
    closeBlock(state, events)
    pushReasoning(state, events, { redactedContent })
    closeBlock(state, events)
  } else if (typeof delta?.signature === 'string' && delta.signature !== '') {
    pushReasoning(state, events, { signature: delta.signature })
    closeBlock(state, events)
  }
}

function pushCall(state: StreamState, events: ConverseStreamOutput[], part: AnswerCall): void {
  const call = findCall(state, part)
  call.id ||= part.id
  if (call.block === undefined && part.name) {
    closeBlock(state, events)
    closeCompleteCalls(state, events)
    call.name = part.name
    call.block = state.blocks
    state.blocks += 1
    state.begun.push(call)
    const toolUse = { toolUseId: call.id || `call_${state.begun.length - 1}`, name: call.name }
    events.push({ contentBlockStart: { contentBlockIndex: call.block, start: { toolUse } } })
  }
  const input = call.held + part.arguments
  if (call.block === undefined) {
    call.held = input
    return
  }
  call.held = ''
  call.input += input
  // Only whitespace can follow a complete JSON text.
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
 * Bedrock ends a block before the next one begins, and some readers track one call at a time. A call whose arguments
 * are a complete JSON text has ended; with partial arguments, or none, it may continue.
 */
function closeCompleteCalls({ begun }: StreamState, events: ConverseStreamOutput[]): void {
  for (const call of begun) if (!call.closed && isWhole(call.input)) closeCall(call, events)
}

function closeCall(call: StreamedCall, events: ConverseStreamOutput[]): void {
  if (call.closed || call.block === undefined) return
  call.closed = true
  events.push({ contentBlockStop: { contentBlockIndex: call.block } })
}

function end(state: StreamState, facts: ConverseAnswerFacts): ConverseStreamOutput[] {
  const { finishReason } = state
  if (finishReason === undefined) {
    throw new TranslationError('The stream from the backend ended before the answer was complete.', {
      status: 502,
      type: 'server_error',
      code: 'stream_truncated',
    })
  }
  const events: ConverseStreamOutput[] = []
  closeBlock(state, events)
  for (const call of state.begun) closeCall(call, events)
  events.push({ messageStop: { stopReason: readStopReason(state, finishReason) } })
  events.push({
    metadata: { usage: toTokenUsage(state.usage), metrics: { latencyMs: facts.latencyMs ?? 0 } },
  })
  return events
}

/** A call that never got a name is none that a caller could answer. Cut by the limit it is no mistake of the model's. */
function readStopReason({ begun, calls }: StreamState, finishReason: string): StopReason {
  const reason = toStopReason(finishReason, begun.length > 0)
  const isNameless = [...calls.values()].some(
    ({ block, id, held }) => block === undefined && (id !== '' || held !== ''),
  )
  return isNameless && reason !== 'max_tokens' ? 'malformed_tool_use' : reason
}

function emit(events: ConverseStreamOutput[], contentBlockIndex: number, delta: ContentBlockDelta): void {
  events.push({ contentBlockDelta: { contentBlockIndex, delta } })
}
