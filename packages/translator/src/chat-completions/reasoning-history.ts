import { listReasoningParts } from '../converse/reasoning-blocks.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'

/**
 * The reasoning of an assistant message as parts, from the first of its fields that has any: `content_blocks`,
 * `thinking_blocks`, `thinking` parts in its content, or `reasoning_content` beside a signature.
 */
export function findReasoning(message: unknown): JsonObject[] {
  if (!isObject(message)) return []
  for (const field of ['content_blocks', 'thinking_blocks', 'content']) {
    const reasoning = listReasoningParts(readContentBlocks(message[field]))
    if (reasoning.length > 0) return reasoning
  }
  return findReasoningContent(message)
}

function findReasoningContent(message: JsonObject): JsonObject[] {
  const text = message['reasoning_content'] ?? message['reasoning']
  if (typeof text !== 'string' || text === '') return []
  const signature = message['reasoning_signature'] ?? message['thinking_signature'] ?? message['signature']
  if (isAbsent(signature)) return []
  return [{ type: 'thinking', thinking: text, signature }]
}

/**
 * `content_blocks` as a caller sends them back: those of a whole answer, or as a reader assembled them from a stream.
 * A reader that concatenates deltas may have lost the type, and leaves gaps where tool calls were; one that keeps the last
 * chunk has complete blocks, each beside an empty delta; a block with only a delta is skipped.
 */
export function readContentBlocks(value: unknown): JsonObject[] {
  return (Array.isArray(value) ? value : []).flatMap((block: unknown): JsonObject[] => {
    if (!isObject(block)) return []
    if (block['type'] !== undefined) return [block]
    if (isObject(block['delta'])) return []
    const field = [...BLOCK_TYPES.keys()].find((name) => typeof block[name] === 'string')
    return field === undefined ? [] : [{ type: BLOCK_TYPES.get(field), ...block }]
  })
}

/** The text that blocks add up to. */
export function joinBlockTexts(blocks: readonly JsonObject[]): string {
  return blocks.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : '')).join('')
}

const BLOCK_TYPES: ReadonlyMap<string, string> = new Map([
  ['thinking', 'thinking'],
  ['data', 'redacted_thinking'],
  ['text', 'text'],
  ['id', 'tool_use'],
])
