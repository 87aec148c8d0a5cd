import { isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { legacyId } from './to-converse/turns.ts'

/** What a history says of calls. */
export interface ToolHistory {
  /** The names of all tools that were called. */
  readonly names: readonly string[]
  /** Those that the assistant called, each once. */
  readonly called: readonly string[]
  /** The ids of all calls and results, those of legacy calls included. */
  readonly ids: readonly string[]
}

/** Reads messages, each once. Faulty shapes are skipped. */
export function readToolHistory(messages: unknown): ToolHistory {
  const names: string[] = []
  const called: string[] = []
  const ids: string[] = []
  const add = (holder: unknown, id: unknown, role: unknown): void => {
    if (typeof id === 'string') ids.push(id)
    const name = readName(holder)
    if (name === undefined) return
    names.push(name)
    if (role === 'assistant' && name !== '') called.push(name)
  }
  for (const [index, message] of (Array.isArray(messages) ? messages : []).entries()) {
    if (!isObject(message)) continue
    const { role, tool_calls: calls, tool_call_id: answered, function_call: legacy } = message
    if (calls !== undefined) for (const call of listObjects(calls)) add(call['function'], call['id'], role)
    if (answered !== undefined) add(undefined, answered, role)
    if (legacy !== undefined && isObject(legacy)) add(legacy, legacyId(index), role)
  }
  return { names, called: called.length < 2 ? called : [...new Set(called)], ids }
}

/** Every tool name in a request: offered, called in the history, demanded by the choice. Faulty shapes are skipped. */
export function listToolNames(fields: JsonObject, history: Pick<ToolHistory, 'names'>): readonly string[] {
  const { tools, functions, tool_choice: choice, function_call: legacy } = fields
  const holders = [
    ...listObjects(tools).map((tool) => tool['function']),
    ...listObjects(functions),
    isObject(choice) ? choice['function'] : undefined,
    legacy,
  ]
  return [...history.names, ...holders.flatMap((holder) => readName(holder) ?? [])]
}

function readName(holder: unknown): string | undefined {
  return isObject(holder) && typeof holder['name'] === 'string' ? holder['name'] : undefined
}

function listObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
