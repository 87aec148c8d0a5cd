import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseCustomToolCall, ResponseFunctionToolCall } from 'openai/resources/responses/responses'

import { toCachePoints } from '../converse/cache-point.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toToolUses } from '../converse/tool-call.ts'
import { toToolOutput } from '../converse/tool-output.ts'
import type { Turn } from '../converse/turns.ts'
import { expectString, isAbsent, reject, type JsonObject } from '../json-shape.ts'
import { createAssistantTurn } from '../converse/turns.ts'
import { toContentBlocks } from './content-parts.ts'
import {
  createCustomInput,
  endCustomInput,
  readCustomInput,
  toCustomArguments,
  type CustomInput,
} from './custom-tool.ts'
import { joinName, readName, resolveName, type NamespacedName } from './namespaces.ts'
import { emit, type EventSink, type ItemStatus, type OutputItemState } from './output-events.ts'

/** Responses → Converse: a call of the history, of a function or of a custom tool. */
export function toCallTurn(
  item: JsonObject,
  path: string,
  scope: RequestScope,
  offered: readonly NamespacedName[],
): Turn {
  const name = expectString(item['name'], `${path}.name`)
  if (name === '') reject(`${path}.name`, `${path}.name must not be empty: it is the name of the tool.`)
  const called = joinName(resolveName(readName(item) ?? { name, namespace: undefined }, offered))
  const call = { id: expectString(item['call_id'], `${path}.call_id`), name: called, path, arguments: '' }
  if (item['type'] === 'custom_tool_call') {
    call.arguments = toCustomArguments(expectString(item['input'], `${path}.input`))
  } else if (!isAbsent(item['arguments'])) {
    call.arguments = expectString(item['arguments'], `${path}.arguments`)
  }
  const toolUses = toToolUses(call, scope)
  const callPaths = new Map(toolUses.map((toolUse): [ContentBlock, string] => [{ toolUse }, path]))
  return createAssistantTurn({
    blocks: [...callPaths.keys(), ...toCachePoints(item, path, 'messages', scope)],
    callPaths,
    derivedFrom: new Map(toolUses.slice(1).map(({ toolUseId }) => [toolUseId, call.id])),
  })
}

/** Responses → Converse: the output of a tool, a string or content parts. */
export function toOutputTurn(item: JsonObject, path: string, scope: RequestScope): Turn {
  const id = expectString(item['call_id'], `${path}.call_id`)
  const blocks = toContentBlocks(item['output'], `${path}.output`, 'output', scope)
  const output = toToolOutput(blocks, scope)
  output.cachePoints.push(...toCachePoints(item, path, 'messages', scope))
  return { role: 'result', id, output, path }
}

/** A call that is being written. */
export interface CallState extends OutputItemState {
  readonly kind: 'call'
  /** Of a custom tool: what its JSON stands for. */
  readonly custom: CustomInput | undefined
  readonly callId: string
  /** The caller's own. */
  readonly name: string
  /** Of a tool that stands in one. */
  readonly namespace: string | undefined
  /** The JSON received so far. */
  json: string
}

/** What is known of a call when it begins. */
export interface OpenedCall extends Pick<CallState, 'callId' | 'name' | 'namespace'> {
  readonly custom: boolean
}

/** Converse → Responses: the start of a call. */
export function openCall(
  id: string,
  index: number,
  { custom, ...call }: OpenedCall,
  events: EventSink,
): CallState {
  const state: CallState = {
    kind: 'call',
    id: `${custom ? 'ctc' : 'fc'}_${id}`,
    index,
    open: new Set(),
    json: '',
    custom: custom ? createCustomInput() : undefined,
    ...call,
  }
  const item = custom ? customItem(state, '') : functionItem(state, '', 'in_progress')
  emit(events, { type: 'response.output_item.added', output_index: index, item })
  return state
}

/** More of a call's arguments. For a custom tool, the text is read out of the JSON. */
export function appendArguments(state: CallState, json: string, events: EventSink): void {
  if (json === '') return
  if (state.custom !== undefined) return emitInput(state, readCustomInput(state.custom, json), events)
  state.json += json
  emit(events, { type: 'response.function_call_arguments.delta', ...toPlace(state), delta: json })
}

/** The end of a call. Missing arguments become `{}`, since callers parse them. */
export function closeCall(
  state: CallState,
  status: ItemStatus,
  events: EventSink,
): ResponseFunctionToolCall | ResponseCustomToolCall {
  return state.custom === undefined
    ? closeFunction(state, status, events)
    : closeCustom(state, state.custom, events)
}

function closeFunction(state: CallState, status: ItemStatus, events: EventSink): ResponseFunctionToolCall {
  if (state.json === '') appendArguments(state, '{}', events)
  const item = functionItem(state, state.json, status)
  // The schema requires the name; the types of `openai` lack it.
  const named = { ...toPlace(state), name: state.name }
  emit(events, { type: 'response.function_call_arguments.done', ...named, arguments: state.json })
  emit(events, { type: 'response.output_item.done', output_index: state.index, item })
  return item
}

function closeCustom(state: CallState, custom: CustomInput, events: EventSink): ResponseCustomToolCall {
  const input = endCustomInput(custom)
  const item = customItem(state, input)
  emitInput(state, input.slice(custom.text.length), events)
  emit(events, { type: 'response.custom_tool_call_input.done', ...toPlace(state), input })
  emit(events, { type: 'response.output_item.done', output_index: state.index, item })
  return item
}

function emitInput(state: CallState, delta: string, events: EventSink): void {
  if (delta === '') return
  emit(events, { type: 'response.custom_tool_call_input.delta', ...toPlace(state), delta })
}

function functionItem(
  { id, callId, name, namespace }: CallState,
  json: string,
  status: ItemStatus | 'in_progress',
): ResponseFunctionToolCall {
  return {
    id,
    type: 'function_call',
    call_id: callId,
    name,
    ...withNamespace(namespace),
    arguments: json,
    status,
  }
}

function customItem({ id, callId, name, namespace }: CallState, input: string): ResponseCustomToolCall {
  return { id, type: 'custom_tool_call', call_id: callId, name, ...withNamespace(namespace), input }
}

function withNamespace(namespace: string | undefined): { namespace?: string } {
  return namespace === undefined ? {} : { namespace }
}

function toPlace({ id, index }: CallState) {
  return { item_id: id, output_index: index }
}
