import type { ContentBlock, Message, ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import { isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { isCarryingSignature } from './carrying-signature.ts'
import type { RequestScope } from './request-scope.ts'

/** Reasoning of an earlier answer, with its signature: send it back unchanged. */
export interface ThinkingPart {
  type: 'thinking'
  thinking: string
  /** The model's proof that the text is its own; without it the part cannot be sent back. */
  signature?: string
}

/** Reasoning that the provider has encrypted. `data` is base64. */
export interface RedactedThinkingPart {
  type: 'redacted_thinking'
  data: string
}

/**
 * Neighbouring reasoning of one assistant turn, which keeps its place in it. Signed reasoning goes back byte for byte, redacted data as it
 * came. What the model does not take is left out with a warning, since the service refuses it: unsigned reasoning, that of another
 * family, as far as that is known, and all reasoning where the model does not reason.
 *
 * @param parts - `thinking` and `redacted_thinking` parts, see `listReasoningParts`
 * @param path - the caller's path of the message
 */
export function toReasoningBlocks(
  parts: readonly JsonObject[],
  path: string,
  { context, warnings, conversationPath }: RequestScope,
): ContentBlock[] {
  const { reasoning, reasoningHistory } = context.model.capabilities
  const blocks: ContentBlock[] = []
  for (const part of parts) {
    const block = toReasoningContent(part)
    if (block === undefined) {
      if (reasoningHistory === 'signed') warnings.add('reasoning_dropped', conversationPath, UNSIGNED)
    } else if (!isTaken(block, reasoningHistory)) warnings.add('reasoning_dropped', conversationPath, REFUSED)
    else if (isOfOthers(part, context)) warnings.add('reasoning_dropped', conversationPath, OF_OTHERS)
    else blocks.push({ reasoningContent: block })
  }
  if (blocks.length === 0 || reasoning !== 'none') return blocks
  warnings.add('reasoning_dropped', path, NOT_REASONING)
  return []
}

/** Whether reasoning has the form that the model takes back. */
function isTaken(
  { reasoningText, redactedContent }: ReasoningContentBlock,
  history: ModelCapabilities['reasoningHistory'],
): boolean {
  const isCarried = reasoningText?.signature !== undefined && isCarryingSignature(reasoningText.signature)
  if (history === 'carried') return isCarried
  if (history === 'redacted') return redactedContent !== undefined
  return history !== 'none' && !isCarried
}

/** Whether another family is known to have given the reasoning. */
function isOfOthers(
  { signature, data }: JsonObject,
  { model, reasoningOrigins }: RequestScope['context'],
): boolean {
  const proof = signature ?? data
  const family = typeof proof === 'string' ? reasoningOrigins?.of(proof) : undefined
  return family !== undefined && family !== model.capabilities.family
}

/** The `thinking` and `redacted_thinking` parts among content parts; other parts are skipped. */
export function listReasoningParts(parts: unknown): JsonObject[] {
  return (Array.isArray(parts) ? parts : []).filter(
    (part: unknown) =>
      isObject(part) && (part['type'] === 'thinking' || part['type'] === 'redacted_thinking'),
  )
}

const UNSIGNED =
  'Reasoning of an earlier turn was left out: only reasoning with its signature can be sent back.'
const REFUSED = 'Reasoning of earlier turns was left out: this model does not take it back.'
const OF_OTHERS =
  'Reasoning of an earlier turn was left out: a model of another family gave it, and no other takes it back.'
const NOT_REASONING = 'The model does not reason, so the reasoning of an earlier turn was left out.'

/** One block of reasoning of an answer as a part; `undefined` for a kind not known yet. */
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
 * Whether a thinking budget would be refused: in the current tool loop, the first turn that calls tools does
 * not begin with its reasoning. Loops that a user turn has ended do not count.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html (tool use)
 *
 * @param messages - the conversation as Converse gets it, before its edges are finished
 */
export function lacksReasoningHistory(messages: readonly Message[]): boolean {
  // While the model thinks, an assistant turn at the end gets a user turn after it: then no loop is open.
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
