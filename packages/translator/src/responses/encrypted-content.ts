import { decodeBase64, encodeBase64 } from '../base64.ts'
import type { RedactedThinkingPart, ThinkingPart } from '../converse/reasoning-blocks.ts'
import { isObject } from '../json-shape.ts'

/** Reasoning that can be sent back: signed, or redacted. */
export type KeptReasoning = ThinkingPart | RedactedThinkingPart

/** Marks what this package wrote: content that OpenAI encrypted means nothing to Bedrock. Base64 cannot contain it. */
const PREFIX = 'patchbay.v1.'

/**
 * Reasoning as the `encrypted_content` of an item: texts with their signatures, and redacted data. A text is included
 * although the summary has it, since the signature covers its exact bytes and callers may edit the summary.
 */
export function toEncryptedContent(parts: readonly KeptReasoning[]): string {
  return PREFIX + encodeBase64(new TextEncoder().encode(JSON.stringify(parts)))
}

/** The reverse, also for several that a reader of streams concatenated; `undefined` for anything else. */
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
