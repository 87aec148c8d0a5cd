import { decodeBase64, encodeBase64 } from '../base64.ts'
import type { RedactedThinkingPart, ThinkingPart } from '../chat-completions/openai-types.ts'
import { isObject } from '../json-shape.ts'

/** Says whose it is: what OpenAI encrypted itself means nothing to Bedrock. */
const PREFIX = 'patchbay.v1.'

/**
 * Reasoning as the `encrypted_content` of an item: the text with its signature, or the redacted data. The text is in
 * there as well as in the summary, since the signature is for its very bytes, and callers may edit what they show.
 */
export function toEncryptedContent(part: ThinkingPart | RedactedThinkingPart): string {
  return PREFIX + encodeBase64(new TextEncoder().encode(JSON.stringify(part)))
}

/** The reverse; `undefined` for what was not made here. */
export function fromEncryptedContent(content: string): ThinkingPart | RedactedThinkingPart | undefined {
  const bytes = content.startsWith(PREFIX) ? decodeBase64(content.slice(PREFIX.length)) : undefined
  if (bytes === undefined) return undefined
  try {
    const part: unknown = JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
    return isPart(part) ? part : undefined
  } catch {
    return undefined
  }
}

function isPart(part: unknown): part is ThinkingPart | RedactedThinkingPart {
  if (!isObject(part)) return false
  return part['type'] === 'redacted_thinking'
    ? typeof part['data'] === 'string'
    : part['type'] === 'thinking' &&
        typeof part['thinking'] === 'string' &&
        typeof part['signature'] === 'string'
}
