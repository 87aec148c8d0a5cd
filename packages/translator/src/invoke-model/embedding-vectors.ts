import type { CreateEmbeddingResponse } from 'openai/resources/embeddings'

import { decodeVector } from '../embeddings/vector-encoding.ts'

/** The vectors of an answer in the order of the request. Backends may answer in base64 whatever they were asked for. */
export function toVectors(response: CreateEmbeddingResponse): number[][] {
  return response.data
    .toSorted((one, other) => one.index - other.index)
    .map(({ embedding }) => (typeof embedding === 'string' ? (decodeVector(embedding) ?? []) : embedding))
}
