import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject } from '../json-shape.ts'
import type { Stated } from './stated.ts'

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html (requestMetadata) */
const MAX_ITEMS = 16
const KEY = /^[a-zA-Z0-9\s:_@$#=/+,.-]{1,256}$/
const VALUE = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/
const LIMITS =
  'Bedrock takes metadata of strings up to 256 characters: letters, digits, whitespace and : _ @ $ # = / + , - . only.'

/**
 * Metadata within Bedrock's limits: numbers and booleans become strings, other entries are left out with a warning.
 *
 * @param given - objects; later ones win
 */
export function toRequestMetadata(
  given: readonly (Stated | undefined)[],
  warnings: WarningCollector,
): Record<string, string> | undefined {
  const stated = given.filter((each) => each !== undefined)
  const kept = new Map<string, string>()
  for (const { value, path } of stated) {
    for (const [key, entry] of isObject(value) ? Object.entries(value) : []) {
      const field = `${path}.${key}`
      const text = typeof entry === 'number' || typeof entry === 'boolean' ? String(entry) : entry
      if (isAbsent(text)) continue
      if (typeof text !== 'string' || !KEY.test(key) || !VALUE.test(text)) {
        warnings.add('metadata_out_of_limits', field, `${LIMITS} This entry was left out.`)
      } else if (kept.size >= MAX_ITEMS && !kept.has(key)) {
        warnings.add(
          'metadata_out_of_limits',
          field,
          `Bedrock takes at most ${MAX_ITEMS} entries. This one was left out.`,
        )
      } else kept.set(key, text)
    }
  }
  return kept.size === 0 ? undefined : Object.fromEntries(kept)
}
