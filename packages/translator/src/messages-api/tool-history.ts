import { isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** The tools that were called in the history, each once. Faulty shapes are skipped. */
export function listCalledNames(messages: unknown): string[] {
  return [...new Set(blocksOf(messages, 'tool_use').flatMap(nameOf))]
}

/** Every tool name in a request: offered, called in the history, demanded by the choice. */
export function listToolNames(fields: JsonObject): string[] {
  const tools = objectsOf(fields['tools']).flatMap(nameOf)
  const choice = isObject(fields['tool_choice']) ? nameOf(fields['tool_choice']) : []
  return [...tools, ...listCalledNames(fields['messages']), ...choice]
}

/** Every tool call id in a request's history. */
export function listToolIds(messages: unknown): string[] {
  const ids = [
    ...blocksOf(messages, 'tool_use').map((block) => block['id']),
    ...blocksOf(messages, 'tool_result').map((block) => block['tool_use_id']),
  ]
  return ids.filter((id) => typeof id === 'string')
}

function blocksOf(messages: unknown, type: string): JsonObject[] {
  return objectsOf(messages).flatMap(({ content }) =>
    objectsOf(content).filter((block) => block['type'] === type),
  )
}

function nameOf({ name }: JsonObject): string[] {
  return typeof name === 'string' ? [name] : []
}

function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
