import type { ConverseStreamOutput, StopReason } from '@aws-sdk/client-bedrock-runtime'

import { WarningCollector, type StreamTranslator } from '../../context.ts'
import { isObject, type JsonObject } from '../../json-shape.ts'
import { TranslationError } from '../../translation-error.ts'
import { toStopReason } from '../status.ts'
import { toConverseUsage } from '../usage.ts'
import type { ResponsesAnswerFacts } from './converse-response.ts'
import { close, emit, open } from './open-blocks.ts'
import { PARAGRAPH } from './output-item.ts'
import { throwResponseFailure } from './reported-failure.ts'
import { finishItem, openCall, type ItemState } from './streamed-item.ts'

interface StreamState extends ItemState {
  readonly facts: ResponsesAnswerFacts
  readonly warnings: WarningCollector
  /** Reasoning items whose text came as whole reasoning; a summary of it is not shown as well. */
  readonly whole: Set<string>
  started: boolean
  ending: { readonly status: unknown; readonly reason: unknown; readonly usage: unknown } | undefined
}

/** An event, and the item that it belongs to. */
interface Step {
  readonly event: JsonObject
  /** The item's place in the output. */
  readonly item: string
  readonly events: ConverseStreamOutput[]
}

/**
 * OpenAI Responses → Converse: a streamed answer as ConverseStream's events. The kind of an event is its `type`, whatever name it was
 * sent by: Bedrock sends it without one.
 *
 * @returns `push` throws a `TranslationError` for a failure that an event reports, with its status; `end` gives the events that
 *   end the answer, and throws one (502, `stream_truncated`) where no event ended it
 */
export function createConverseStreamFromResponses(
  facts: ResponsesAnswerFacts = {},
): StreamTranslator<unknown, ConverseStreamOutput> {
  const state: StreamState = {
    facts,
    warnings: new WarningCollector(),
    blocks: new Map(),
    whole: new Set(),
    text: undefined,
    started: false,
    family: facts.family ?? '',
    opened: 0,
    calls: 0,
    malformed: false,
    ending: undefined,
  }
  return {
    push: (event) => push(state, event),
    end: () => end(state),
    warnings: () => state.warnings.list(),
  }
}

type Handler = (state: StreamState, step: Step) => void

/** Other events repeat what these say, or tell of progress. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  'response.created': start,
  'response.in_progress': start,
  'response.output_item.added': addItem,
  'response.output_text.delta': pushText,
  'response.refusal.delta': pushText,
  'response.reasoning_summary_part.added': addParagraph,
  'response.reasoning_summary_text.delta': pushSummary,
  'response.reasoning_text.delta': pushWholeReasoning,
  'response.function_call_arguments.delta': pushArguments,
  'response.output_item.done': endItem,
  'response.completed': finish,
  'response.incomplete': finish,
}

function push(state: StreamState, event: unknown): ConverseStreamOutput[] {
  throwResponseFailure(event)
  const type = isObject(event) ? event['type'] : undefined
  if (!isObject(event) || typeof type !== 'string' || !Object.hasOwn(HANDLERS, type)) return []
  const events: ConverseStreamOutput[] = []
  if (!state.started) {
    state.started = true
    events.push({ messageStart: { role: 'assistant' } })
  }
  HANDLERS[type]?.(state, { event, item: readIndex(event['output_index']), events })
  return events
}

function start(state: StreamState, { event }: Step): void {
  const model = isObject(event['response']) ? event['response']['model'] : undefined
  if (state.facts.family === undefined && typeof model === 'string') state.family = model
}

function addItem(state: StreamState, { event, item, events }: Step): void {
  const added = event['item']
  if (!isObject(added) || added['type'] !== 'function_call') return
  openCall(state, added, item, events)
}

function endItem(state: StreamState, { event, item, events }: Step): void {
  if (isObject(event['item'])) finishItem(state, event['item'], item, events)
}

function pushText(state: StreamState, { event, item, events }: Step): void {
  const text = readDelta(event)
  if (text === '') return
  const key = `${item}.${readIndex(event['content_index'])}`
  emit(events, open(state, key, 'text', events), { text }, text)
}

function addParagraph(state: StreamState, { item, events }: Step): void {
  const block = state.blocks.get(item)
  if (block === undefined || block.closed || block.received === '' || state.whole.has(item)) return
  emit(events, block, { reasoningContent: { text: PARAGRAPH } }, PARAGRAPH)
}

function pushSummary(state: StreamState, { event, item, events }: Step): void {
  if (!state.whole.has(item)) pushReasoning(state, readDelta(event), item, events)
}

function pushWholeReasoning(state: StreamState, { event, item, events }: Step): void {
  state.whole.add(item)
  pushReasoning(state, readDelta(event), item, events)
}

function pushReasoning(state: StreamState, text: string, item: string, events: ConverseStreamOutput[]): void {
  if (text === '') return
  emit(events, open(state, item, 'reasoning', events), { reasoningContent: { text } }, text)
}

function pushArguments(state: StreamState, { event, item, events }: Step): void {
  const input = readDelta(event)
  const block = state.blocks.get(item)
  if (input === '' || block?.kind !== 'call' || block.closed) return
  emit(events, block, { toolUse: { input } }, input)
}

function finish(state: StreamState, { event }: Step): void {
  const response = isObject(event['response']) ? event['response'] : {}
  const details = response['incomplete_details']
  state.ending = {
    status: response['status'] ?? (event['type'] === 'response.incomplete' ? 'incomplete' : 'completed'),
    reason: isObject(details) ? details['reason'] : undefined,
    usage: response['usage'],
  }
}

function end(state: StreamState): ConverseStreamOutput[] {
  const { ending, facts } = state
  if (ending === undefined) {
    throw new TranslationError('The stream from the backend ended before the answer was complete.', {
      status: 502,
      type: 'server_error',
      code: 'stream_truncated',
    })
  }
  const events: ConverseStreamOutput[] = []
  for (const block of state.blocks.values()) close(block, events)
  const ended = toStopReason(ending.status, ending.reason, state.calls > 0)
  const stopReason: StopReason = ended !== 'max_tokens' && state.malformed ? 'malformed_tool_use' : ended
  events.push({ messageStop: { stopReason } })
  events.push({
    metadata: { usage: toConverseUsage(ending.usage), metrics: { latencyMs: facts.latencyMs ?? 0 } },
  })
  return events
}

function readDelta({ delta }: JsonObject): string {
  return typeof delta === 'string' ? delta : ''
}

function readIndex(value: unknown): string {
  return typeof value === 'number' ? String(value) : '0'
}
