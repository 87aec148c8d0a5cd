import type { WarningCollector } from '../context.ts'
import { expectArray, expectString } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import type { Stated } from './stated.ts'
import { isBlank } from './text.ts'

/**
 * Stop sequences, each once. Blank ones are left out, since models refuse them; so are, with a warning, those beyond the
 * model's limit.
 *
 * @param stated - strings or lists of strings, joined in this order
 */
export function toStopSequences(
  stated: readonly Stated[],
  capabilities: Pick<ModelCapabilities, 'maxStopSequences'>,
  warnings: WarningCollector,
): string[] | undefined {
  if (stated.length === 0) return undefined
  const all = new Set(stated.flatMap(readSequences))
  const field = stated[0]?.path ?? ''
  const sequences = [...all].filter((sequence) => !isBlank(sequence))
  if (sequences.length < all.size) {
    warnings.add(
      'blank_stop_sequence',
      field,
      'Bedrock takes no stop sequences that consist of whitespace; they were left out.',
    )
  }
  const limit = capabilities.maxStopSequences
  if (sequences.length > limit) warnings.add('too_many_stop_sequences', field, overLimit(limit))
  const kept = sequences.slice(0, limit)
  return kept.length > 0 ? kept : undefined
}

function overLimit(limit: number): string {
  return limit === 0
    ? 'The model has no stop sequences; they were left out. Truncate the answer in your own code.'
    : `The model takes at most ${limit} stop sequences; the others were left out.`
}

function readSequences({ value, path }: Stated): string[] {
  if (typeof value === 'string') return [value]
  return expectArray(value, path).map((item, index) => expectString(item, `${path}[${index}]`))
}
