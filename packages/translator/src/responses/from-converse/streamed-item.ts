import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../../context.ts'
import { isObject, parseJson, type JsonObject } from '../../json-shape.ts'
import { add, close, closeText, emit, open, type BlockState } from './open-blocks.ts'
import { readSignature } from './output-item.ts'

/** The items of a streamed answer. The key of one is its place in the output. */
export interface ItemState extends BlockState {
  readonly warnings: Pick<WarningCollector, 'add'>
  /** Of the model that answers, for the reasoning that it encrypted. */
  family: string
  /** How many calls there have been. */
  calls: number
  /** Whether a call is not as it should be. */
  malformed: boolean
}

/** The block of a call, which starts when its name is known. */
export function openCall(
  state: ItemState,
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

/** What an item holds when it is done, where no delta said it before, and its end. */
export function finishItem(
  state: ItemState,
  done: JsonObject,
  item: string,
  events: ConverseStreamOutput[],
): void {
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
  state: ItemState,
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
  state: ItemState,
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

function finishCall(state: ItemState, done: JsonObject, item: string, events: ConverseStreamOutput[]): void {
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
