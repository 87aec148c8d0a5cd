import { isObject } from '../../is-object.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'
import { pixel } from './pixel.ts'

const NOVA_PROMPT = 1024
const TITAN_PROMPT = 512
const CONFIG_KEYS = ['numberOfImages', 'width', 'height', 'quality', 'cfgScale', 'seed']

interface Body {
  readonly textToImageParams: { readonly text: string }
  readonly imageGenerationConfig?: { readonly numberOfImages?: number; readonly seed?: number }
}

/**
 * https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html
 */
export const amazonImage: NativeModel = {
  check(body, bareModelId) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const extra = extraneousKey(body, ['taskType', 'textToImageParams', 'imageGenerationConfig'])
    if (extra) return extra
    if (body['taskType'] !== 'TEXT_IMAGE') return malformed('#/taskType: is not a valid enum value')
    const params = body['textToImageParams']
    if (!isObject(params)) return malformed('#: required key [textToImageParams] not found')
    const strange = extraneousKey(params, ['text', 'negativeText'])
    if (strange) return strange
    const most = isNova(bareModelId) ? NOVA_PROMPT : TITAN_PROMPT
    for (const [name, text] of Object.entries(params)) {
      if (typeof text !== 'string' || text.length === 0 || text.length > most)
        return malformed(`#/textToImageParams/${name}: expected 1 to ${most} characters`)
    }
    if (params['text'] === undefined) return malformed('#/textToImageParams: required key [text] not found')
    return checkConfig(body['imageGenerationConfig'], bareModelId)
  },
  answer(body) {
    const { textToImageParams: params, imageGenerationConfig: config } = body as Body
    const images = Array.from({ length: config?.numberOfImages ?? 1 }, (_, index) =>
      pixel(`${params.text} ${config?.seed ?? 12} ${index}`),
    )
    return {
      body: { images, error: null },
      chunks: [],
      inputTokens: countTokens(params.text),
      outputTokens: 0,
    }
  },
}

function checkConfig(config: unknown, bareModelId: string) {
  if (config === undefined) return undefined
  if (!isObject(config)) return malformed('#/imageGenerationConfig: expected type: JSONObject')
  const extra = extraneousKey(config, CONFIG_KEYS)
  if (extra) return extra
  const { numberOfImages: count = 1, width = 1024, height = 1024, quality, cfgScale = 7, seed = 12 } = config
  if (!isBetween(count, 1, 5)) return malformed('#/imageGenerationConfig/numberOfImages: is not from 1 to 5')
  if (![undefined, 'standard', 'premium'].includes(quality as string))
    return malformed('#/imageGenerationConfig/quality: is not a valid enum value')
  if (typeof cfgScale !== 'number' || cfgScale < 1.1 || cfgScale > 10)
    return malformed('#/imageGenerationConfig/cfgScale: is not from 1.1 to 10')
  if (!isBetween(seed, 0, isNova(bareModelId) ? 858_993_459 : 2_147_483_646))
    return malformed('#/imageGenerationConfig/seed: is out of range')
  return isSize(Number(width), Number(height), bareModelId)
    ? undefined
    : malformed(`#/imageGenerationConfig: ${String(width)}x${String(height)} is not a supported size`)
}

function isSize(width: number, height: number, bareModelId: string): boolean {
  if (!isNova(bareModelId)) return width <= 1408 && height <= 1408 && width >= 320 && height >= 384
  const isSide = (side: number) => isBetween(side, 320, 4096) && side % 16 === 0
  const ratio = width / height
  return isSide(width) && isSide(height) && ratio >= 0.25 && ratio <= 4 && width * height <= 4_194_304
}

const isBetween = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most

const isNova = (bareModelId: string): boolean => bareModelId.startsWith('amazon.nova')
