import type { InferenceIntent } from './inference.ts'
import type { RequestFields } from './request-table.ts'
import { readStated, readStatedNumber } from './stated.ts'

/** The names of the fields that protocols call differently, the one that counts first. */
interface InferenceNames {
  /** The limits of the answer. */
  readonly limits: readonly string[]
  readonly stops: readonly string[]
}

/** How the answer is to be sampled and limited, by the names that all protocols share. Penalties and a seed are not among them. */
export function readSharedInference(
  request: RequestFields,
  { limits, stops }: InferenceNames,
): InferenceIntent {
  return {
    maxTokens: limits.flatMap((name) => readStatedNumber(request, name) ?? []),
    temperature: readStatedNumber(request, 'temperature'),
    topP: readStatedNumber(request, 'top_p'),
    topK: readStatedNumber(request, 'top_k'),
    frequencyPenalty: undefined,
    presencePenalty: undefined,
    seed: undefined,
    stopSequences: stops.flatMap((name) => readStated(request, name) ?? []),
  }
}
