import type { TranslationWarning } from '../context.ts'
import type { ReasoningOrigins } from '../converse/reasoning-origins.ts'
import { isObject, type JsonObject } from '../json-shape.ts'
import { fromEncryptedContent } from '../responses/encrypted-content.ts'

/**
 * Reasoning items among the input of Responses that the model cannot read: whose `encrypted_content` this package wrote, for another
 * API, or that another family is known to have given. Responses themselves refuse these.
 *
 * @param family - of the model that will answer
 */
export function findForeignReasoning(
  { input }: JsonObject,
  family: string,
  origins?: Pick<ReasoningOrigins, 'of'>,
): {
  readonly without: readonly string[]
  readonly warnings: readonly TranslationWarning[]
} {
  const items: readonly unknown[] = Array.isArray(input) ? input : []
  const without = items.flatMap((item, index) =>
    isForeign(item, family, origins) ? [`input[${index}]`] : [],
  )
  const warnings = without.map((field): TranslationWarning => ({
    code: 'reasoning_dropped',
    field,
    message: 'Reasoning of an earlier turn was left out: it is of another model, or of another API.',
  }))
  return { without, warnings }
}

function isForeign(
  item: unknown,
  family: string,
  origins: Pick<ReasoningOrigins, 'of'> | undefined,
): boolean {
  if (!isObject(item) || item['type'] !== 'reasoning') return false
  const content = item['encrypted_content']
  if (typeof content !== 'string') return false
  return fromEncryptedContent(content) !== undefined || (origins?.of(content) ?? family) !== family
}
