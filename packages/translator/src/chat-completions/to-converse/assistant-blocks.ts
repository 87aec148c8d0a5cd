import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { listReasoningParts, toReasoningBlocks } from '../../converse/reasoning-blocks.ts'
import type { RequestScope } from '../../converse/request-scope.ts'
import { toTextBlocks } from '../../converse/text.ts'
import { expectString, isAbsent, isObject, type JsonObject } from '../../json-shape.ts'
import { toContentBlocks, toItemBlocks } from '../content-parts.ts'
import { findReasoning, joinBlockTexts, readContentBlocks } from '../reasoning-history.ts'

/** A call of an assistant message as a block, by the caller's id. Calls that came concatenated share one. */
export interface PlacedCall {
  readonly id: string
  readonly block: ContentBlock
}

/**
 * OpenAI → Converse: what an assistant message said, thought and called, in the order in which the model did. That order is
 * in `content_blocks`, or in a content of parts; without either, reasoning comes first, then texts, then calls.
 *
 * A content that the caller has edited, so that `content_blocks` no longer add up to it, wins.
 *
 * @param calls - the message's calls, in their order
 */
export function toAssistantBlocks(
  message: JsonObject,
  path: string,
  calls: readonly PlacedCall[],
  scope: RequestScope,
): ContentBlock[] {
  const ordered = readContentBlocks(message['content_blocks'])
  if (ordersContent(ordered, message)) return toOrderedBlocks(ordered, path, calls, scope)
  const reasoning = findReasoning(message)
  const { content } = message
  const called = calls.map(({ block }) => block)
  if (Array.isArray(content) && reasoning[0] !== undefined && content.includes(reasoning[0])) {
    return [...toParts(content, path, scope), ...toRefusal(message, path), ...called]
  }
  return [...toReasoningBlocks(reasoning, path, scope), ...toSaidBlocks(message, path, scope), ...called]
}

/** Whether blocks say where reasoning or a call stood among the texts that the message still has. */
function ordersContent(blocks: readonly JsonObject[], { content, refusal }: JsonObject): boolean {
  const says = listReasoningParts(blocks).length > 0 || blocks.some(({ type }) => type === 'tool_use')
  if (!says || !(isAbsent(refusal) || refusal === '')) return false
  if (isAbsent(content) || content === '') return true
  if (typeof content === 'string') return content === joinBlockTexts(blocks)
  // Parts may bear marks that blocks do not have.
  const parts: readonly unknown[] = Array.isArray(content) ? content : []
  const plain = parts.filter((part) => isObject(part) && Object.keys(part).every((key) => PLAIN.has(key)))
  return plain.length === parts.length && joinBlockTexts(plain as JsonObject[]) === joinBlockTexts(blocks)
}

const PLAIN: ReadonlySet<string> = new Set(['type', 'text'])

function toOrderedBlocks(
  blocks: readonly JsonObject[],
  path: string,
  calls: readonly PlacedCall[],
  scope: RequestScope,
): ContentBlock[] {
  const rest = new Set(calls)
  const ordered = blocks.flatMap((block, index): ContentBlock[] => {
    if (block['type'] !== 'tool_use') return toPart(block, `${path}.content_blocks[${index}]`, path, scope)
    const found = [...rest].filter(({ id }) => id === block['id'])
    for (const call of found) rest.delete(call)
    return found.map((call) => call.block)
  })
  return [...ordered, ...[...rest].map(({ block }) => block)]
}

function toParts(content: readonly unknown[], path: string, scope: RequestScope): ContentBlock[] {
  return content.flatMap((part, index) => toPart(part, `${path}.content[${index}]`, path, scope))
}

/** One part, reasoning included. */
function toPart(part: unknown, partPath: string, path: string, scope: RequestScope): ContentBlock[] {
  const [reasoning] = listReasoningParts([part])
  return reasoning === undefined
    ? toItemBlocks(part, partPath, 'assistant', scope)
    : toReasoningBlocks([reasoning], path, scope)
}

/** The visible text of an assistant message, from the first of its fields that has any. */
function toSaidBlocks(message: JsonObject, path: string, scope: RequestScope): ContentBlock[] {
  const content = toContentBlocks(message['content'], `${path}.content`, 'assistant', scope)
  const refusal = toRefusal(message, path)
  if (content.length > 0 || refusal.length > 0) return [...content, ...refusal]
  const blocks = readContentBlocks(message['content_blocks'])
  return toContentBlocks(blocks, `${path}.content_blocks`, 'assistant', scope)
}

function toRefusal(message: JsonObject, path: string): ContentBlock[] {
  return isAbsent(message['refusal']) ? [] : toTextBlocks(expectString(message['refusal'], `${path}.refusal`))
}
