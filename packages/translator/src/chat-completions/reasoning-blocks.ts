import type { ContentBlock, ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import type { TranslationContext, WarningCollector } from '../context.ts'
import { isObject, type JsonObject } from '../json-shape.ts'
import type { RedactedThinkingPart, ThinkingPart } from './openai-types.ts'

/** Families that take reasoning of earlier turns back. Others refuse the block, and need it not. */
const TAKES_REASONING: ReadonlySet<string> = new Set(['claude', 'nova', 'unknown'])

/**
 * OpenAI → Converse: the reasoning of one assistant turn, to stand first in it. Signed reasoning goes back byte for
 * byte, redacted data as it came; unsigned reasoning is dropped with a warning, since the service refuses it.
 *
 * @param message - an assistant message with `content_blocks`, `thinking_blocks`, `thinking` parts in its content, or
 *   `reasoning_content` beside a signature
 */
export function toReasoningBlocks(
  message: unknown,
  context: TranslationContext,
  warnings: WarningCollector,
): ContentBlock[] {
  const found = findReasoning(message)
  if (found.length === 0) return []
  if (!TAKES_REASONING.has(context.model.capabilities.family)) {
    warnings.add(
      'reasoning_dropped',
      'messages',
      'Reasoning of earlier turns was left out: this model does not take it back.',
    )
    return []
  }
  const blocks: ContentBlock[] = []
  for (const part of found) {
    const block = toReasoningContent(part)
    if (block === undefined) warnings.add('reasoning_dropped', 'messages', DROPPED)
    else blocks.push({ reasoningContent: block })
  }
  return blocks
}

const DROPPED =
  'Reasoning of an earlier turn was left out: only reasoning with its signature can be sent back.'

/** Converse → OpenAI: one block of reasoning as `content_blocks` has it; `undefined` for a kind not known yet. */
export function toThinkingBlock(
  reasoning: ReasoningContentBlock,
): ThinkingPart | RedactedThinkingPart | undefined {
  if (reasoning.reasoningText !== undefined) {
    const { text = '', signature } = reasoning.reasoningText
    return { type: 'thinking', thinking: text, ...(signature ? { signature } : {}) }
  }
  if (reasoning.redactedContent !== undefined) {
    return { type: 'redacted_thinking', data: toBase64(reasoning.redactedContent) }
  }
  return undefined
}

/** Bytes of an answer as base64. A transport that does not decode blobs hands base64 over already. */
export function toBase64(bytes: Uint8Array | string): string {
  return typeof bytes === 'string' ? bytes : encodeBase64(bytes)
}

/**
 * Whether thinking would be refused: the turn that the last tool results answer holds no reasoning, and neither
 * does any other.
 */
export function lacksReasoningHistory(messages: readonly ChatCompletionMessageParam[] | undefined): boolean {
  if (!Array.isArray(messages)) return false
  const turns = messages.filter((message: unknown) => isObject(message) && message['role'] === 'assistant')
  const last = turns.findLast(callsTools)
  return last !== undefined && !turns.some(hasUsableReasoning)
}

function callsTools(message: unknown): boolean {
  if (!isObject(message)) return false
  const calls = message['tool_calls']
  return (Array.isArray(calls) && calls.length > 0) || isObject(message['function_call'])
}

function hasUsableReasoning(message: unknown): boolean {
  return findReasoning(message).some((part) => toReasoningContent(part) !== undefined)
}

/** The reasoning parts of a message, from the first of its fields that has any. */
function findReasoning(message: unknown): JsonObject[] {
  if (!isObject(message)) return []
  for (const field of ['content_blocks', 'thinking_blocks', 'content']) {
    const reasoning = readContentBlocks(message[field]).filter(isReasoningPart)
    if (reasoning.length > 0) return reasoning
  }
  return findReasoningContent(message)
}

function findReasoningContent(message: JsonObject): JsonObject[] {
  const text = message['reasoning_content'] ?? message['reasoning']
  if (typeof text !== 'string' || text === '') return []
  const signature = message['reasoning_signature'] ?? message['thinking_signature'] ?? message['signature']
  return [{ type: 'thinking', thinking: text, signature }]
}

/**
 * `content_blocks` as a caller sends them back. Readers of a stream put them together from deltas, so a block may
 * lack its type, and gaps stand where tool calls were; single deltas, which some readers keep, say nothing.
 */
export function readContentBlocks(value: unknown): JsonObject[] {
  return (Array.isArray(value) ? value : []).flatMap((block: unknown): JsonObject[] => {
    if (!isObject(block) || isObject(block['delta'])) return []
    if (block['type'] !== undefined) return [block]
    const field = ['thinking', 'data', 'text'].find((name) => typeof block[name] === 'string')
    return field === undefined ? [] : [{ type: BLOCK_TYPES.get(field), ...block }]
  })
}

const BLOCK_TYPES: ReadonlyMap<string, string> = new Map([
  ['thinking', 'thinking'],
  ['data', 'redacted_thinking'],
  ['text', 'text'],
])

function isReasoningPart(part: JsonObject): boolean {
  return part['type'] === 'thinking' || part['type'] === 'redacted_thinking'
}

function toReasoningContent(part: JsonObject): ReasoningContentBlock | undefined {
  const data = part['data']
  if (typeof data === 'string' && part['type'] !== 'thinking') {
    const redactedContent = decodeBase64(data)
    return redactedContent === undefined || redactedContent.length === 0 ? undefined : { redactedContent }
  }
  const { thinking, signature } = part as { thinking?: unknown; signature?: unknown }
  if (typeof thinking !== 'string' || typeof signature !== 'string' || signature === '') return undefined
  return { reasoningText: { text: thinking, signature } }
}
