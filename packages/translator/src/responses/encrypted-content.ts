import { decodeBase64, encodeBase64 } from '../base64.ts'
import type { RedactedThinkingPart, ThinkingPart } from '../converse/reasoning-blocks.ts'
import { isObject } from '../json-shape.ts'

/** Reasoning that can be sent back: signed, or redacted. */
export type KeptReasoning = ThinkingPart | RedactedThinkingPart

/** Says whose it is: what OpenAI encrypted itself means nothing to Bedrock. No base64 holds it. */
const PREFIX = 'patchbay.v1.'

/**
 * Reasoning as the `encrypted_content` of an item: texts with their signatures, and redacted data. A text is in there
 * as well as in the summary, since the signature is for its very bytes, and callers may edit what they show.
 */
export function toEncryptedContent(parts: readonly KeptReasoning[]): string {
  return PREFIX + encodeBase64(new TextEncoder().encode(JSON.stringify(parts)))
}

/** The reverse, also of several that a reader of streams put one after the other; `undefined` for anything else. */
export function fromEncryptedContent(content: string): KeptReasoning[] | undefined {
  const [before, ...pieces] = content.split(PREFIX)
  const parts = pieces.map(readParts)
  const known = parts.filter((part) => part !== undefined)
  return before === '' && known.length > 0 && known.length === parts.length ? known.flat() : undefined
}

function readParts(base64: string): KeptReasoning[] | undefined {
  const bytes = decodeBase64(base64)
  if (bytes === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
    return Array.isArray(parts) && parts.every(isKept) ? parts : undefined
  } catch {
    return undefined
  }
}

function isKept(part: unknown): part is KeptReasoning {
  if (!isObject(part)) return false
  if (part['type'] === 'redacted_thinking') return typeof part['data'] === 'string'
  return typeof part['thinking'] === 'string' && typeof part['signature'] === 'string'
}
