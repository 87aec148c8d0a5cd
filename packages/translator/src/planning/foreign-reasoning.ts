import type { TranslationWarning } from '../context.ts'
import { isObject, type JsonObject } from '../json-shape.ts'
import { fromEncryptedContent } from '../responses/encrypted-content.ts'

/**
 * Reasoning items among the input of Responses whose `encrypted_content` this package wrote: another model's, or what another
 * API gave. Responses themselves refuse it.
 */
export function findForeignReasoning({ input }: JsonObject): {
  readonly without: readonly string[]
  readonly warnings: readonly TranslationWarning[]
} {
  const items: readonly unknown[] = Array.isArray(input) ? input : []
  const without = items.flatMap((item, index) => (isForeign(item) ? [`input[${index}]`] : []))
  const warnings = without.map((field): TranslationWarning => ({
    code: 'reasoning_dropped',
    field,
    message: 'Reasoning of an earlier turn was left out: it is of another model, or of another API.',
  }))
  return { without, warnings }
}

function isForeign(item: unknown): boolean {
  if (!isObject(item) || item['type'] !== 'reasoning') return false
  const content = item['encrypted_content']
  return typeof content === 'string' && fromEncryptedContent(content) !== undefined
}
