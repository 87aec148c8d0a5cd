import type { TranslationWarning } from '../context.ts'
import { isCarryingSignature } from '../converse/carrying-signature.ts'
import type { ReasoningOrigins } from '../converse/reasoning-origins.ts'
import { isObject, type JsonObject } from '../json-shape.ts'

/** How services say that the reasoning of an earlier turn is none of the model's: GPT and Grok, and Claude. */
const ENCRYPTED = [/encrypted content/i, /could not be (?:verified|decrypted)/i]
const SIGNED = /Invalid `(?:signature|data)` in `(?:redacted_)?thinking` block/i

/** Whether a refusal says so, by its message or its code. */
export function refusesReasoning(message: string, code: unknown): boolean {
  if (code === 'invalid_encrypted_content' || SIGNED.test(message)) return true
  return ENCRYPTED.every((words) => words.test(message))
}

/**
 * A body of Chat Completions, Responses, Messages or Converse without the reasoning of earlier turns, but for what the model's own
 * family is known to have given. Encrypted reasoning does not name who wrote it: for the case that the service has refused some.
 *
 * @param body - of untrusted shape; it is not changed
 * @returns the body and a warning; `undefined` where there is nothing to leave out
 */
export function withoutUnverifiedReasoning(
  body: JsonObject,
  family: string,
  origins: Pick<ReasoningOrigins, 'of'> | undefined,
): { readonly body: JsonObject; readonly warning: TranslationWarning } | undefined {
  const field = Array.isArray(body['input']) ? 'input' : 'messages'
  const { [field]: list } = body
  if (!Array.isArray(list)) return undefined
  const isOwn = (proof: unknown): boolean => typeof proof === 'string' && origins?.of(proof) === family
  let found = false
  const left = (block: unknown): boolean => {
    const isKept = !isObject(block) || !isReasoning(block) || isOwn(proofOf(block))
    found ||= !isKept
    return isKept
  }
  const cleaned = list.filter(left).flatMap((message: unknown): unknown[] => {
    if (!isObject(message)) return [message]
    const copy: Record<string, unknown> = { ...message }
    for (const member of PART_LISTS)
      if (Array.isArray(message[member])) copy[member] = message[member].filter(left)
    const hasContent = !Array.isArray(copy['content']) || copy['content'].length > 0
    return hasContent || copy['tool_calls'] !== undefined ? [copy] : []
  })
  if (!found) return undefined
  const warning: TranslationWarning = {
    code: 'reasoning_dropped',
    field,
    message:
      'Reasoning of earlier turns was left out, and the request was sent once more: the service could not read it, ' +
      'which is so where another model, another region or another account has given it.',
  }
  return { body: { ...body, [field]: cleaned }, warning }
}

/** Members of a message that hold parts: those of all protocols. */
const PART_LISTS = ['content', 'content_blocks', 'thinking_blocks'] as const

function isReasoning({ type, reasoningContent, encrypted_content: content }: JsonObject): boolean {
  if (type === 'reasoning') return typeof content === 'string'
  return type === 'thinking' || type === 'redacted_thinking' || reasoningContent !== undefined
}

/** What proves whose the reasoning is. What this package carries says it itself, and is never refused. */
function proofOf(block: JsonObject): unknown {
  const { reasoningContent } = block
  const { signature, redactedContent } = isObject(reasoningContent)
    ? {
        ...(isObject(reasoningContent['reasoningText']) ? reasoningContent['reasoningText'] : {}),
        ...reasoningContent,
      }
    : (block as JsonObject & { redactedContent?: unknown })
  const proof = signature ?? redactedContent ?? block['encrypted_content'] ?? block['data']
  return typeof proof === 'string' && isCarryingSignature(proof) ? undefined : proof
}
