import { isObject } from '../../is-object.ts'
import { embed } from '../../model-simulator/embedding.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'

const MAX_TEXTS = 96
const MAX_V3_CHARACTERS = 2048
const V3_DIMENSIONS = 1024
const V4_DIMENSIONS = [256, 512, 1024, 1536]
const INPUT_TYPES = ['search_document', 'search_query', 'classification', 'clustering']
const V3_KEYS = ['texts', 'input_type', 'truncate', 'embedding_types', 'images']
const V4_KEYS = [...V3_KEYS, 'inputs', 'output_dimension', 'max_tokens']
const IMAGE = /^data:image\/(png|jpeg|webp|gif);base64,/

interface Body {
  readonly texts?: readonly string[]
  readonly images?: readonly string[]
  readonly embedding_types?: readonly string[]
  readonly output_dimension?: number
}

/**
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v3.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html
 */
export const cohereEmbed: NativeModel = {
  check(body, bareModelId) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const extra = extraneousKey(body, isV4(bareModelId) ? V4_KEYS : V3_KEYS)
    if (extra) return extra
    const { truncate, output_dimension: dimension } = body
    const rejection = checkContent(body, bareModelId) ?? checkInputType(body, bareModelId)
    if (rejection) return rejection
    const truncations = isV4(bareModelId) ? ['NONE', 'LEFT', 'RIGHT'] : ['NONE', 'START', 'END']
    if (truncate !== undefined && !truncations.includes(truncate as string))
      return malformed(`#/truncate: ${JSON.stringify(truncate)} is not a valid enum value`)
    return dimension === undefined || V4_DIMENSIONS.includes(Number(dimension))
      ? undefined
      : malformed(`#/output_dimension: ${JSON.stringify(dimension)} is not a valid enum value`)
  },
  answer(body, bareModelId) {
    const request = body as Body
    const dimensions = isV4(bareModelId) ? (request.output_dimension ?? 1536) : V3_DIMENSIONS
    const content = request.texts ?? request.images ?? []
    const floats = content.map((text) => embed(text, dimensions))
    const typed = request.embedding_types !== undefined
    return {
      body: {
        id: 'patchbay-testing',
        response_type: typed ? 'embeddings_by_type' : 'embeddings_floats',
        ...(request.texts && { texts: request.texts }),
        embeddings: typed ? { float: floats } : floats,
      },
      chunks: [],
      inputTokens: (request.texts ?? []).reduce((sum, text) => sum + countTokens(text), 0),
      outputTokens: 0,
    }
  },
}

function checkContent({ texts, images }: Readonly<Record<string, unknown>>, bareModelId: string) {
  if (texts !== undefined && images !== undefined)
    return malformed('#: only one of [texts] and [images] may be given')
  if (images !== undefined) {
    const most = isV4(bareModelId) ? MAX_TEXTS : 1
    if (!Array.isArray(images) || images.length === 0 || images.length > most)
      return malformed(`#/images: expected 1 to ${most} items`)
    return images.every((image) => typeof image === 'string' && IMAGE.test(image))
      ? undefined
      : malformed('#/images: expected data URIs')
  }
  if (!Array.isArray(texts)) return malformed('#: required key [texts] not found')
  if (texts.length === 0 || texts.length > MAX_TEXTS)
    return malformed(`#/texts: expected 1 to ${MAX_TEXTS} items, found: ${texts.length}`)
  if (!texts.every((text) => typeof text === 'string')) return malformed('#/texts: expected type: String')
  const long = isV4(bareModelId) ? -1 : texts.findIndex((text: string) => text.length > MAX_V3_CHARACTERS)
  return long === -1
    ? undefined
    : malformed(
        `#/texts/${long}: expected maxLength: ${MAX_V3_CHARACTERS}, actual: ${(texts[long] as string).length}`,
      )
}

function checkInputType(body: Readonly<Record<string, unknown>>, bareModelId: string) {
  const type = body['input_type']
  const known = isV4(bareModelId) ? INPUT_TYPES : [...INPUT_TYPES, 'image']
  if (typeof type !== 'string' || !known.includes(type))
    return malformed(`#/input_type: ${JSON.stringify(type)} is not a valid enum value`)
  const wantsImage = body['images'] !== undefined && !isV4(bareModelId)
  return wantsImage === (type === 'image')
    ? undefined
    : malformed('#/input_type: "image" belongs to [images]')
}

const isV4 = (bareModelId: string): boolean => bareModelId.includes('-v4')
