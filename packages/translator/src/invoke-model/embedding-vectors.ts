import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings'

import { decodeVector } from '../embeddings/vector-encoding.ts'
import { expectArray, isAbsent } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { EMBEDDINGS_ANSWER } from '../shapes/chat-answer-shapes.ts'
import { readAnswerShape } from '../shapes/malformed.ts'
import { refuse } from './body-fields.ts'
import type { InvokeScope } from './invoke-request.ts'

/**
 * The request for the vectors of some texts.
 *
 * @param dimensions - the body's own value of them; anything but a number is left to the model
 */
export function toEmbeddingRequest(
  input: string[],
  dimensions: unknown,
  { modelId }: InvokeScope,
): EmbeddingCreateParams {
  return {
    model: modelId,
    input,
    encoding_format: 'float',
    ...(typeof dimensions === 'number' ? { dimensions } : {}),
  }
}

/**
 * Whether a body asks for vectors by their type.
 *
 * @throws TranslationError (400) for a type other than `float`
 */
export function wantsFloats(body: JsonObject, name: string): boolean {
  if (isAbsent(body[name])) return false
  if (expectArray(body[name], name).some((type) => type !== 'float')) refuse(name, 'can only be "float" here')
  return true
}

/**
 * The vectors of an answer in the order of the request. Backends may answer in base64 whatever they were asked for.
 *
 * @param response - the answer as it came, of untrusted shape
 * @throws TranslationError (502) for an answer without vectors
 */
export function toVectors(response: CreateEmbeddingResponse): number[][] {
  const { data } = readAnswerShape<CreateEmbeddingResponse>(response, EMBEDDINGS_ANSWER)
  return data
    .toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0))
    .map(({ embedding }) => (typeof embedding === 'string' ? (decodeVector(embedding) ?? []) : embedding))
}
