import { expectArray, expectObject, expectString, isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse, unsupported } from '../body-fields.ts'
import { toVectors } from '../embedding-vectors.ts'
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
  const types = isAbsent(body['embedding_types'])
    ? undefined
    : expectArray(body['embedding_types'], 'embedding_types')
  if (types?.some((type) => type !== 'float')) refuse('embedding_types', 'can only be "float" here')
  // Every request has one: only those that say more than the default are worth a warning.
  if (body['input_type'] !== 'search_document') unsupported('input_type', scope)
  if (!isAbsent(body['truncate']) && body['truncate'] !== 'NONE') unsupported('truncate', scope)
  const dimensions = body['output_dimension']
  return {
    kind: 'embeddings',
    request: {
      model: scope.modelId,
      input: texts,
      encoding_format: 'float',
      ...(typeof dimensions === 'number' ? { dimensions } : {}),
    },
    toBody(response) {
      const vectors = toVectors(response)
      return {
        id: scope.id,
        response_type: types === undefined ? 'embeddings_floats' : 'embeddings_by_type',
        texts,
        embeddings: types === undefined ? vectors : { float: vectors },
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
