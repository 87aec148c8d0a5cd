import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseCustomToolCall, ResponseFunctionToolCall } from 'openai/resources/responses/responses'

import { toCachePoints } from '../chat-completions/cache-point.ts'
import type { RequestScope } from '../chat-completions/request-scope.ts'
import { toToolUses } from '../chat-completions/tool-call.ts'
import { toolOutputOf } from '../chat-completions/tool-result.ts'
import type { Turn } from '../chat-completions/turns.ts'
import { expectString, isAbsent, reject, type JsonObject } from '../json-shape.ts'
import { toAssistantTurn } from './assistant-turn.ts'
import { toContentBlocks } from './content-parts.ts'
import { toCustomArguments, toCustomInput } from './custom-tool.ts'
import { emit, type EventSink, type ItemStatus, type OutputItemState } from './stream-state.ts'

/** Responses → Converse: a call of the history, of a function or of a custom tool. */
export function toCallTurn(item: JsonObject, path: string, scope: RequestScope): Turn {
  const name = expectString(item['name'], `${path}.name`)
  if (name === '') reject(`${path}.name`, `${path}.name must not be empty: it is the name of the tool.`)
  const call = { id: expectString(item['call_id'], `${path}.call_id`), name, path, arguments: '' }
  if (item['type'] === 'custom_tool_call') {
    call.arguments = toCustomArguments(expectString(item['input'], `${path}.input`))
  } else if (!isAbsent(item['arguments'])) {
    call.arguments = expectString(item['arguments'], `${path}.arguments`)
  }
  const toolUses = toToolUses(call, scope.toolNames.toBedrock, scope.callIds)
  const callPaths = new Map(toolUses.map((toolUse): [ContentBlock, string] => [{ toolUse }, path]))
  return toAssistantTurn({
    blocks: [...callPaths.keys(), ...toCachePoints(item, path, 'messages', scope)],
    callPaths,
    derivedFrom: new Map(toolUses.slice(1).map(({ toolUseId }) => [toolUseId, call.id])),
  })
}

/** Responses → Converse: what a tool gave back, a string or content parts. */
export function toOutputTurn(item: JsonObject, path: string, scope: RequestScope): Turn {
  const id = expectString(item['call_id'], `${path}.call_id`)
  const blocks = toContentBlocks(item['output'], `${path}.output`, 'output', scope)
  const output = toolOutputOf(blocks, scope)
  output.cachePoints.push(...toCachePoints(item, path, 'messages', scope))
  return { role: 'result', id, output, path }
}

/** A call that is being written. */
export interface CallState extends OutputItemState {
  readonly kind: 'call'
  readonly custom: boolean
  readonly callId: string
  /** The caller's own. */
  readonly name: string
  /** JSON, as far as it has come. */
  json: string
}

/** Converse → Responses: the begin of a call. */
export function openCall(
  id: string,
  index: number,
  call: Pick<CallState, 'custom' | 'callId' | 'name'>,
  events: EventSink,
): CallState {
  const prefix = call.custom ? 'ctc' : 'fc'
  const state: CallState = { kind: 'call', id: `${prefix}_${id}`, index, open: new Set(), json: '', ...call }
  const item = call.custom ? customItem(state, '') : functionItem(state, '', 'in_progress')
  emit(events, { type: 'response.output_item.added', output_index: index, item })
  return state
}

/** More of a call's arguments. Those of a custom tool are held back: they are JSON, and what is wanted is its text. */
export function appendArguments(state: CallState, json: string, events: EventSink): void {
  if (json === '') return
  state.json += json
  if (state.custom) return
  emit(events, { type: 'response.function_call_arguments.delta', ...placeOf(state), delta: json })
}

/** The end of a call. Without arguments they are `{}`: callers parse them. */
export function closeCall(
  state: CallState,
  status: ItemStatus,
  events: EventSink,
): ResponseFunctionToolCall | ResponseCustomToolCall {
  return state.custom ? closeCustom(state, events) : closeFunction(state, status, events)
}

function closeFunction(state: CallState, status: ItemStatus, events: EventSink): ResponseFunctionToolCall {
  if (state.json === '') appendArguments(state, '{}', events)
  const item = functionItem(state, state.json, status)
  // The schema demands the name; the types of `openai` do not know it.
  const named = { ...placeOf(state), name: state.name }
  emit(events, { type: 'response.function_call_arguments.done', ...named, arguments: state.json })
  emit(events, { type: 'response.output_item.done', output_index: state.index, item })
  return item
}

function closeCustom(state: CallState, events: EventSink): ResponseCustomToolCall {
  const input = toCustomInput(state.json)
  const item = customItem(state, input)
  if (input !== '') {
    emit(events, { type: 'response.custom_tool_call_input.delta', ...placeOf(state), delta: input })
  }
  emit(events, { type: 'response.custom_tool_call_input.done', ...placeOf(state), input })
  emit(events, { type: 'response.output_item.done', output_index: state.index, item })
  return item
}

function functionItem(
  { id, callId, name }: CallState,
  json: string,
  status: ItemStatus | 'in_progress',
): ResponseFunctionToolCall {
  return { id, type: 'function_call', call_id: callId, name, arguments: json, status }
}

function customItem({ id, callId, name }: CallState, input: string): ResponseCustomToolCall {
  return { id, type: 'custom_tool_call', call_id: callId, name, input }
}

function placeOf({ id, index }: CallState) {
  return { item_id: id, output_index: index }
}
