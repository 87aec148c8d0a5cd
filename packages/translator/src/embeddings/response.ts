import type { CreateEmbeddingResponse, Embedding } from 'openai/resources/embeddings'

import { isObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import type { EmbeddingProtocol } from './protocol.ts'
import type { EmbeddingCalls, EmbeddingModel } from './request.ts'
import { encodeVector } from './vector-encoding.ts'

/** One answer of InvokeModel. */
export interface EmbeddingAnswer {
  /** Its JSON. */
  readonly body: unknown
  /** Of the header `x-amzn-bedrock-input-token-count`; `undefined` where there is none. */
  readonly inputTokens: number | undefined
}

/**
 * InvokeModel answers → OpenAI embeddings, in the order of the input, tokens added up.
 *
 * With `encoding_format: "base64"` each vector is a string, as OpenAI answers it, whatever the types say.
 *
 * @param answers one for each body of `calls`, in their order
 * @throws TranslationError (502) for an answer that does not hold the vectors it must
 */
export function toEmbeddingResponse(
  answers: readonly EmbeddingAnswer[],
  calls: EmbeddingCalls,
  model: EmbeddingModel,
): CreateEmbeddingResponse {
  const { protocol, sizes, format } = calls
  const vectors = answers.flatMap(({ body }, index) => vectorsOf(body, sizes[index] ?? 1, protocol))
  const tokens = answers.reduce((sum, answer) => sum + tokensOf(answer, protocol), 0)
  return {
    object: 'list',
    data: vectors.map((vector, index): Embedding => {
      const embedding = format === 'base64' ? (encodeVector(vector) as unknown as number[]) : [...vector]
      return { object: 'embedding', index, embedding }
    }),
    model: model.id,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

function vectorsOf(body: unknown, size: number, protocol: EmbeddingProtocol): (readonly number[])[] {
  const vectors = isObject(body) ? protocol.toVectors(body) : undefined
  const reason = isObject(body) && typeof body['message'] === 'string' ? ` It says: ${body['message']}` : ''
  if (!Array.isArray(vectors) || vectors.length !== size || !vectors.every(isVector)) {
    throw new TranslationError(
      `The model answered without the ${size === 1 ? 'vector' : `${size} vectors`} that it was asked for.${reason}`,
      { status: 502, type: 'server_error', code: 'malformed_answer' },
    )
  }
  return vectors
}

/** A model's own count goes first: it is of this text. */
function tokensOf({ body, inputTokens }: EmbeddingAnswer, protocol: EmbeddingProtocol): number {
  return (isObject(body) ? protocol.toTokens(body) : undefined) ?? inputTokens ?? 0
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'number')
}
