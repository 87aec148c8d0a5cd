import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import type { WarningCollector } from '../context.ts'
import { expectArray, expectString, isAbsent } from '../json-shape.ts'
import { isBlank } from './text.ts'
import type { RequestFields } from '../chat-completions/to-converse/request-fields.ts'

/**
 * OpenAI → Converse: `stop` (a string or an array) and `stop_sequences`, joined, each once. Blank ones are dropped,
 * since models refuse them; what is over the model's limit is dropped with a warning.
 */
export function toStopSequences(
  { fields, nameOf }: RequestFields,
  capabilities: Pick<ModelCapabilities, 'maxStopSequences'>,
  warnings: WarningCollector,
): string[] | undefined {
  const names = ['stop', 'stop_sequences'].filter((name) => !isAbsent(fields[name]))
  const all = new Set(names.flatMap((name) => readSequences(fields[name], nameOf(name))))
  const field = nameOf(names[0] ?? 'stop')
  const sequences = [...all].filter((sequence) => !isBlank(sequence))
  if (sequences.length < all.size) {
    warnings.add(
      'blank_stop_sequence',
      field,
      'Stop sequences of blank space alone are not taken by Bedrock; they were left out.',
    )
  }
  const limit = capabilities.maxStopSequences
  if (sequences.length > limit) warnings.add('too_many_stop_sequences', field, overLimit(limit))
  const kept = sequences.slice(0, limit)
  return kept.length > 0 ? kept : undefined
}

/** Converse → OpenAI. */
export function toStop(sequences: readonly string[] | undefined): string[] | undefined {
  return sequences === undefined || sequences.length === 0 ? undefined : [...sequences]
}

function overLimit(limit: number): string {
  return limit === 0
    ? 'The model has no stop sequences; they were left out. Cut the answer yourself.'
    : `The model takes at most ${limit} stop sequences; the rest was left out.`
}

function readSequences(value: unknown, path: string): string[] {
  if (typeof value === 'string') return [value]
  return expectArray(value, path).map((item, index) => expectString(item, `${path}[${index}]`))
}
