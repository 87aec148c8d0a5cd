import { isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { legacyId } from './to-converse/turns.ts'

/** Every tool name in a request: offered, called in the history, demanded by the choice. Faulty shapes are skipped. */
export function listToolNames(fields: JsonObject): string[] {
  const names: string[] = []
  const add = (holder: unknown): void => {
    if (isObject(holder) && typeof holder['name'] === 'string') names.push(holder['name'])
  }
  for (const tool of listObjects(fields['tools'])) add(tool['function'])
  for (const one of listObjects(fields['functions'])) add(one)
  for (const message of listObjects(fields['messages'])) {
    for (const call of listObjects(message['tool_calls'])) add(call['function'])
    add(message['function_call'])
  }
  const choice = fields['tool_choice']
  if (isObject(choice)) add(choice['function'])
  add(fields['function_call'])
  return names
}

/** The names of all tools that were called in the history, each once. Faulty shapes are skipped. */
export function listCalledNames(messages: unknown): string[] {
  const names = new Set<string>()
  for (const message of listObjects(messages)) {
    if (message['role'] !== 'assistant') continue
    const calls = listObjects(message['tool_calls']).map((call) => call['function'])
    for (const call of [...calls, message['function_call']]) {
      if (isObject(call) && typeof call['name'] === 'string' && call['name'] !== '') names.add(call['name'])
    }
  }
  return [...names]
}

/** Every tool call id in a request's history, legacy calls included. Faulty shapes are skipped. */
export function listToolIds(fields: JsonObject): string[] {
  const messages = Array.isArray(fields['messages']) ? (fields['messages'] as unknown[]) : []
  return messages.flatMap((message, index) => {
    if (!isObject(message)) return []
    const ids = [...listObjects(message['tool_calls']).map((call) => call['id']), message['tool_call_id']]
    if (isObject(message['function_call'])) ids.push(legacyId(index))
    return ids.filter((id): id is string => typeof id === 'string')
  })
}

function listObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
