import { expectArray, expectObject, expectString, isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse, unsupported } from '../body-fields.ts'
import { toEmbeddingRequest, toVectors, wantsFloats } from '../embedding-vectors.ts'
import type { EmbeddingInvocation, InvokeScope } from '../invoke-request.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html */
const FIELDS: BodyFields = {
  texts: 'read',
  input_type: 'read',
  truncate: 'read',
  embedding_types: 'read',
  output_dimension: 'read',
  images: 'read',
  inputs: 'read',
  max_tokens: 'ignored',
}

/** Cohere Embed: texts, answered by their vectors, by type where types were asked for. */
export function readCohereEmbeddings(body: JsonObject, scope: InvokeScope): EmbeddingInvocation {
  readSampling(body, FIELDS, scope)
  if (!isAbsent(body['images'])) refuse('images')
  const texts = readTexts(body)
  const byType = wantsFloats(body, 'embedding_types')
  // Every request has one: only those that say more than the default are worth a warning.
  if (body['input_type'] !== 'search_document') unsupported('input_type', scope)
  if (!isAbsent(body['truncate']) && body['truncate'] !== 'NONE') unsupported('truncate', scope)
  return {
    kind: 'embeddings',
    request: toEmbeddingRequest(texts, body['output_dimension'], scope),
    toBody(response) {
      const vectors = toVectors(response)
      return {
        id: scope.id,
        response_type: byType ? 'embeddings_by_type' : 'embeddings_floats',
        texts,
        embeddings: byType ? { float: vectors } : vectors,
      }
    },
  }
}

/** `texts`, or the fourth version's `inputs` where these hold nothing but text. */
function readTexts(body: JsonObject): string[] {
  if (isAbsent(body['inputs'])) {
    return expectArray(body['texts'], 'texts').map((text, index) => expectString(text, `texts[${index}]`))
  }
  return expectArray(body['inputs'], 'inputs').map((input, index) => {
    const path = `inputs[${index}].content`
    const parts = expectArray(expectObject(input, `inputs[${index}]`)['content'], path)
    return parts
      .map((part, position) => {
        const { type, text } = expectObject(part, `${path}[${position}]`)
        return type === 'text'
          ? expectString(text, `${path}[${position}].text`)
          : refuse(`${path}[${position}]`)
      })
      .join('\n')
  })
}
