import { isObject } from '../../is-object.ts'
import { embed } from '../../model-simulator/embedding.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'

const DIMENSIONS = [256, 384, 1024]
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

interface Body {
  readonly inputText?: string
  readonly inputImage?: string
  readonly embeddingConfig?: { readonly outputEmbeddingLength?: number }
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html */
export const titanEmbedImage: NativeModel = {
  check(body) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const extra = extraneousKey(body, ['inputText', 'inputImage', 'embeddingConfig'])
    if (extra) return extra
    const { inputText: text, inputImage: image, embeddingConfig: config } = body
    if (text === undefined && image === undefined)
      return malformed('#: required key [inputText] or [inputImage] not found')
    if (text !== undefined && (typeof text !== 'string' || text === ''))
      return malformed('#/inputText: expected minLength: 1')
    if (image !== undefined && (typeof image !== 'string' || image === '' || !BASE64.test(image)))
      return malformed('#/inputImage: expected a base64 string')
    if (config === undefined) return undefined
    if (!isObject(config)) return malformed('#/embeddingConfig: expected type: JSONObject')
    return DIMENSIONS.includes(Number(config['outputEmbeddingLength']))
      ? undefined
      : malformed('#/embeddingConfig/outputEmbeddingLength: is not a valid enum value')
  },
  answer(body) {
    const { inputText = '', inputImage = '', embeddingConfig } = body as Body
    const inputTextTokenCount = countTokens(inputText)
    const embedding = embed(inputText + inputImage, embeddingConfig?.outputEmbeddingLength ?? 1024)
    return {
      body: { embedding, inputTextTokenCount, message: null },
      chunks: [],
      inputTokens: inputTextTokenCount,
      outputTokens: 0,
    }
  },
}
