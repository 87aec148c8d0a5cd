import type { InferenceIntent } from './inference.ts'
import type { RequestFields } from './request-table.ts'
import { readStated, readStatedNumber, type Stated } from './stated.ts'

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
    maxTokens: readEach(request, limits, readStatedNumber),
    temperature: readStatedNumber(request, 'temperature'),
    topP: readStatedNumber(request, 'top_p'),
    topK: readStatedNumber(request, 'top_k'),
    frequencyPenalty: undefined,
    presencePenalty: undefined,
    seed: undefined,
    stopSequences: readEach(request, stops, readStated),
  }
}

/** Those of the fields that are stated. */
function readEach<Value>(
  request: RequestFields,
  names: readonly string[],
  read: (request: RequestFields, name: string) => Stated<Value> | undefined,
): Stated<Value>[] {
  const list: Stated<Value>[] = []
  for (const name of names) {
    const stated = read(request, name)
    if (stated !== undefined) list.push(stated)
  }
  return list
}
