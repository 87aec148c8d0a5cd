import { expectString, isAbsent, isObject } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse, unsupported } from '../body-fields.ts'
import { toEmbeddingRequest, toVectors, wantsFloats } from '../embedding-vectors.ts'
import type { EmbeddingInvocation, InvokeScope } from '../invoke-request.ts'

/**
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html
 */
const FIELDS: BodyFields = {
  inputText: 'read',
  inputImage: 'read',
  dimensions: 'read',
  normalize: 'read',
  embeddingTypes: 'read',
  embeddingConfig: 'read',
}

/** Titan Embeddings, first and second version, and the text of the multimodal one. */
export function readTitanEmbeddings(body: JsonObject, scope: InvokeScope): EmbeddingInvocation {
  readSampling(body, FIELDS, scope)
  if (!isAbsent(body['inputImage'])) refuse('inputImage')
  wantsFloats(body, 'embeddingTypes')
  if (body['normalize'] === false) unsupported('normalize', scope)
  const config = body['embeddingConfig']
  const dimensions = body['dimensions'] ?? (isObject(config) ? config['outputEmbeddingLength'] : undefined)
  return {
    kind: 'embeddings',
    request: toEmbeddingRequest([expectString(body['inputText'], 'inputText')], dimensions, scope),
    toBody(response) {
      const embedding = toVectors(response)[0] ?? []
      return {
        embedding,
        // The first version does not have this member; callers who do not know it ignore it.
        embeddingsByType: { float: embedding },
        inputTextTokenCount: response.usage?.prompt_tokens ?? 0,
      }
    },
  }
}
