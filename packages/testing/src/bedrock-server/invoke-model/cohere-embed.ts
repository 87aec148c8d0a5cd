import { embed } from '../../brain/embedding.ts'
import { countTokens } from '../../brain/limits.ts'
import { isObject } from '../rules/rule.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'

const MAX_TEXTS = 96
const V3_DIMENSIONS = 1024
const V4_DIMENSIONS = [256, 512, 1024, 1536]
const INPUT_TYPES = ['search_document', 'search_query', 'classification', 'clustering', 'image']
const V3_KEYS = ['texts', 'input_type', 'truncate', 'embedding_types', 'images']
const V4_KEYS = [...V3_KEYS, 'inputs', 'output_dimension', 'max_tokens']

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html */
export const cohereEmbed: NativeModel = {
  check(body, bareModelId) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const extra = extraneousKey(body, isV4(bareModelId) ? V4_KEYS : V3_KEYS)
    if (extra) return extra
    const { texts, input_type: inputType, output_dimension: dimension } = body
    if (!Array.isArray(texts)) return malformed('#: required key [texts] not found')
    if (texts.length === 0 || texts.length > MAX_TEXTS)
      return malformed(`#/texts: expected 1 to ${MAX_TEXTS} items, found: ${texts.length}`)
    if (!texts.every((text) => typeof text === 'string')) return malformed('#/texts: expected type: String')
    if (typeof inputType !== 'string' || !INPUT_TYPES.includes(inputType)) {
      return malformed(`#/input_type: ${JSON.stringify(inputType)} is not a valid enum value`)
    }
    return dimension === undefined || V4_DIMENSIONS.includes(Number(dimension))
      ? undefined
      : malformed(`#/output_dimension: ${JSON.stringify(dimension)} is not a valid enum value`)
  },
  answer(body, bareModelId) {
    const request = body as { texts: string[]; embedding_types?: string[]; output_dimension?: number }
    const dimensions = isV4(bareModelId) ? (request.output_dimension ?? 1536) : V3_DIMENSIONS
    const floats = request.texts.map((text) => embed(text, dimensions))
    const typed = request.embedding_types !== undefined
    return {
      body: {
        id: 'patchbay-testing',
        response_type: typed ? 'embeddings_by_type' : 'embeddings_floats',
        texts: request.texts,
        embeddings: typed ? { float: floats } : floats,
      },
      chunks: [],
      inputTokens: request.texts.reduce((sum, text) => sum + countTokens(text), 0),
      outputTokens: 0,
    }
  },
}

const isV4 = (bareModelId: string): boolean => bareModelId.includes('-v4')
