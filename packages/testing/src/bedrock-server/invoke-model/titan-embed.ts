import { isObject } from '../../is-object.ts'
import { embed } from '../../model-simulator/embedding.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'

const V1_DIMENSIONS = 1536
const V2_DIMENSIONS = [256, 512, 1024]
const MAX_CHARACTERS = 50_000

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html */
export const titanEmbed: NativeModel = {
  check(body, bareModelId) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const known = isV2(bareModelId)
      ? ['inputText', 'dimensions', 'normalize', 'embeddingTypes']
      : ['inputText']
    const extra = extraneousKey(body, known)
    if (extra) return extra
    const text = body['inputText']
    if (typeof text !== 'string') return malformed('#: required key [inputText] not found')
    if (text.length === 0) return malformed('expected minLength: 1, actual: 0')
    if (text.length > MAX_CHARACTERS)
      return malformed(`expected maxLength: ${MAX_CHARACTERS}, actual: ${text.length}`)
    const { dimensions, normalize, embeddingTypes } = body
    if (normalize !== undefined && typeof normalize !== 'boolean')
      return malformed('#/normalize: expected type: Boolean')
    if (embeddingTypes !== undefined && !isTypeList(embeddingTypes))
      return malformed('#/embeddingTypes: is not a list of float and binary')
    return dimensions === undefined || V2_DIMENSIONS.includes(Number(dimensions))
      ? undefined
      : malformed(`#/dimensions: ${JSON.stringify(dimensions)} is not a valid enum value`)
  },
  answer(body, bareModelId) {
    const { inputText, dimensions } = body as { inputText: string; dimensions?: number }
    const embedding = embed(inputText, isV2(bareModelId) ? (dimensions ?? 1024) : V1_DIMENSIONS)
    const inputTextTokenCount = countTokens(inputText)
    const byType = isV2(bareModelId) ? { embeddingsByType: { float: embedding } } : {}
    return {
      body: { embedding, ...byType, inputTextTokenCount },
      chunks: [],
      inputTokens: inputTextTokenCount,
      outputTokens: 0,
    }
  },
}

const isTypeList = (types: unknown): boolean =>
  Array.isArray(types) && types.length > 0 && types.every((type) => type === 'float' || type === 'binary')

const isV2 = (bareModelId: string): boolean => bareModelId.includes('-v2')
