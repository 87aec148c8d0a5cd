import type { ConverseStreamOutput, StopReason } from '@aws-sdk/client-bedrock-runtime'

import { WarningCollector, type StreamTranslator } from '../../context.ts'
import { isObject, parseJson, type JsonObject } from '../../json-shape.ts'
import { TranslationError } from '../../translation-error.ts'
import { toStopReason } from '../status.ts'
import { toConverseUsage } from '../usage.ts'
import type { ResponsesAnswerFacts } from './converse-response.ts'
import { add, close, closeText, emit, open, type BlockState } from './open-blocks.ts'
import { PARAGRAPH, readSignature } from './output-item.ts'
import { throwResponseFailure } from './reported-failure.ts'

interface StreamState extends BlockState {
  readonly facts: ResponsesAnswerFacts
  readonly warnings: WarningCollector
  /** Reasoning items whose text came as whole reasoning; a summary of it is not shown as well. */
  readonly whole: Set<string>
  started: boolean
  family: string
  calls: number
  malformed: boolean
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
  'response.output_item.done': finishItem,
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

function openCall(
  state: StreamState,
  { call_id, id, name }: JsonObject,
  item: string,
  events: ConverseStreamOutput[],
): void {
  if (typeof name !== 'string' || name === '') return
  const given = [call_id, id].find((value) => typeof value === 'string' && value !== '')
  const toolUseId = typeof given === 'string' ? given : `call_${state.calls}`
  closeText(state, events)
  state.calls += 1
  const block = add(state, item, 'call')
  events.push({
    contentBlockStart: { contentBlockIndex: block.index, start: { toolUse: { toolUseId, name } } },
  })
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

/** What an item holds when it is done, where no delta said it before. */
function finishItem(state: StreamState, { event, item, events }: Step): void {
  const done = event['item']
  if (!isObject(done)) return
  if (done['type'] === 'message') finishMessage(state, done, item, events)
  else if (done['type'] === 'reasoning') finishReasoning(state, done, item, events)
  else if (done['type'] === 'function_call') finishCall(state, done, item, events)
  else {
    state.warnings.add(
      'server_tool_use',
      'output',
      `The service used a tool of its own (${String(done['type'])}); its item is left out.`,
    )
  }
}

function finishMessage(
  state: StreamState,
  { content }: JsonObject,
  item: string,
  events: ConverseStreamOutput[],
): void {
  for (const [index, part] of (Array.isArray(content) ? content : []).entries()) {
    if (!isObject(part)) continue
    const key = `${item}.${index}`
    const text = part['text'] ?? part['refusal']
    if (!state.blocks.has(key) && typeof text === 'string' && text !== '') {
      emit(events, open(state, key, 'text', events), { text }, text)
    }
    const block = state.blocks.get(key)
    const annotations: unknown[] = Array.isArray(part['annotations']) ? part['annotations'] : []
    for (const annotation of annotations) {
      if (block === undefined || block.closed || !isObject(annotation)) continue
      const { type, url, title } = annotation
      if (type !== 'url_citation' || typeof url !== 'string') continue
      const named = typeof title === 'string' ? { title } : {}
      emit(events, block, { citation: { ...named, location: { web: { url } } } }, '')
    }
    if (block !== undefined) close(block, events)
  }
}

function finishReasoning(
  state: StreamState,
  done: JsonObject,
  item: string,
  events: ConverseStreamOutput[],
): void {
  const signature = readSignature(done, state.family)
  if (signature !== undefined) {
    const block = open(state, item, 'reasoning', events)
    emit(events, block, { reasoningContent: { signature } }, '')
  }
  const block = state.blocks.get(item)
  if (block !== undefined) close(block, events)
}

function finishCall(
  state: StreamState,
  done: JsonObject,
  item: string,
  events: ConverseStreamOutput[],
): void {
  if (!state.blocks.has(item)) openCall(state, done, item, events)
  const block = state.blocks.get(item)
  if (block === undefined) {
    state.malformed = true
    state.warnings.add('malformed_tool_use', 'output', 'A call has no name.')
    return
  }
  const whole = done['arguments']
  if (block.received === '' && typeof whole === 'string' && whole !== '') {
    emit(events, block, { toolUse: { input: whole } }, whole)
  }
  if (block.received.trim() !== '' && !isObject(parseJson(block.received))) state.malformed = true
  close(block, events)
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
