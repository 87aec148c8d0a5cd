import { isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** The tools that were called in the history, each once. Faulty shapes are skipped. */
export function listCalledNames(messages: unknown): string[] {
  return [...new Set(listBlocksOfType(messages, 'tool_use').flatMap(readName))]
}

/** Every tool name in a request: offered, called in the history, demanded by the choice. */
export function listToolNames(fields: JsonObject): string[] {
  const tools = listObjects(fields['tools']).flatMap(readName)
  const choice = isObject(fields['tool_choice']) ? readName(fields['tool_choice']) : []
  return [...tools, ...listCalledNames(fields['messages']), ...choice]
}

/** Every tool call id in a request's history. */
export function listToolIds(messages: unknown): string[] {
  const ids = [
    ...listBlocksOfType(messages, 'tool_use').map((block) => block['id']),
    ...listBlocksOfType(messages, 'tool_result').map((block) => block['tool_use_id']),
  ]
  return ids.filter((id) => typeof id === 'string')
}

function listBlocksOfType(messages: unknown, type: string): JsonObject[] {
  return listObjects(messages).flatMap(({ content }) =>
    listObjects(content).filter((block) => block['type'] === type),
  )
}

function readName({ name }: JsonObject): string[] {
  return typeof name === 'string' ? [name] : []
}

function listObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
