import type { ContentBlock, Message, ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import type { TranslationContext, WarningCollector } from '../context.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { RedactedThinkingPart, ThinkingPart } from '../chat-completions/openai-types.ts'

/**
 * OpenAI → Converse: the reasoning of one assistant turn, to stand first in it. Signed reasoning goes back byte for
 * byte, redacted data as it came. Unsigned reasoning is dropped, since the service refuses it: with a warning where a
 * block lost its signature, silently where it is the `reasoning_content` of an answer, which never had one.
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
  const { reasoningHistory } = context.model.capabilities
  const blocks: ContentBlock[] = []
  for (const part of found) {
    const block = toReasoningContent(part)
    if (block === undefined) {
      if (reasoningHistory === 'signed') warnings.add('reasoning_dropped', 'messages', UNSIGNED)
    } else if (reasoningHistory === 'none') warnings.add('reasoning_dropped', 'messages', REFUSED)
    else blocks.push({ reasoningContent: block })
  }
  return blocks
}

const UNSIGNED =
  'Reasoning of an earlier turn was left out: only reasoning with its signature can be sent back.'
const REFUSED = 'Reasoning of earlier turns was left out: this model does not take it back.'

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
 * Whether a thinking budget would be refused: in the tool loop that is running, the first turn that calls tools does
 * not begin with its reasoning. Loops that a user's turn has ended do not count.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html (tool use)
 *
 * @param messages - the conversation as Converse gets it, before its edges are finished
 */
export function lacksReasoningHistory(messages: readonly Message[]): boolean {
  // An assistant turn at the end gets a user turn behind it while the model thinks: no loop is running.
  if (messages.at(-1)?.role === 'assistant') return false
  const start = messages.findLastIndex((message) => message.role === 'user' && !holds(message, 'toolResult'))
  const first = messages
    .slice(start + 1)
    .find((message) => message.role === 'assistant' && holds(message, 'toolUse'))
  return first !== undefined && first.content?.[0]?.reasoningContent === undefined
}

function holds({ content }: Message, member: 'toolUse' | 'toolResult'): boolean {
  return content?.some((block) => block[member] !== undefined) === true
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
  if (isAbsent(signature)) return []
  return [{ type: 'thinking', thinking: text, signature }]
}

/**
 * `content_blocks` as a caller sends them back: those of a whole answer, or of a stream as its reader put them together.
 * A reader that adds up the deltas may have lost the type, and gaps stand where tool calls were; one that keeps the last
 * chunk has complete blocks, each beside an empty delta; a block of a delta alone says nothing.
 */
export function readContentBlocks(value: unknown): JsonObject[] {
  return (Array.isArray(value) ? value : []).flatMap((block: unknown): JsonObject[] => {
    if (!isObject(block)) return []
    if (block['type'] !== undefined) return [block]
    if (isObject(block['delta'])) return []
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
