import { isObject } from '../../is-object.ts'
import { embed } from '../../model-simulator/embedding.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'

const DIMENSIONS = [256, 384, 1024, 3072]
const MAX_CHARACTERS = 50_000
const PURPOSES = [
  'GENERIC_INDEX',
  'GENERIC_RETRIEVAL',
  'TEXT_RETRIEVAL',
  'IMAGE_RETRIEVAL',
  'VIDEO_RETRIEVAL',
  'DOCUMENT_RETRIEVAL',
  'AUDIO_RETRIEVAL',
  'CLASSIFICATION',
  'CLUSTERING',
]
const CONTENT = ['text', 'image', 'audio', 'video']

interface Params {
  readonly embeddingDimension?: number
  readonly text?: { readonly value: string }
  readonly image?: { readonly source: { readonly bytes: string } }
}

/** https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html */
export const novaEmbed: NativeModel = {
  check(body) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const extra = extraneousKey(body, ['schemaVersion', 'taskType', 'singleEmbeddingParams'])
    if (extra) return extra
    if (![undefined, 'nova-multimodal-embed-v1'].includes(body['schemaVersion'] as string))
      return malformed('#/schemaVersion: is not a valid enum value')
    if (body['taskType'] !== 'SINGLE_EMBEDDING')
      return malformed('#/taskType: must be SINGLE_EMBEDDING for synchronous calls')
    return checkParams(body['singleEmbeddingParams'])
  },
  answer(body) {
    const { singleEmbeddingParams: params } = body as { singleEmbeddingParams: Params }
    const text = params.text?.value ?? ''
    const content = text + (params.image?.source.bytes ?? '')
    const embedding = embed(content, params.embeddingDimension ?? 3072)
    return {
      body: { embeddings: [{ embeddingType: params.text ? 'TEXT' : 'IMAGE', embedding }] },
      chunks: [],
      inputTokens: countTokens(text),
      outputTokens: 0,
    }
  },
}

function checkParams(params: unknown) {
  if (!isObject(params)) return malformed('#: required key [singleEmbeddingParams] not found')
  const extra = extraneousKey(params, ['embeddingPurpose', 'embeddingDimension', ...CONTENT])
  if (extra) return extra
  if (!PURPOSES.includes(params['embeddingPurpose'] as string))
    return malformed('#/singleEmbeddingParams/embeddingPurpose: is not a valid enum value')
  const dimension = params['embeddingDimension']
  if (dimension !== undefined && !DIMENSIONS.includes(Number(dimension)))
    return malformed('#/singleEmbeddingParams/embeddingDimension: is not a valid enum value')
  if (CONTENT.filter((kind) => params[kind] !== undefined).length !== 1)
    return malformed('#/singleEmbeddingParams: expected exactly one of text, image, audio, video')
  return checkText(params['text']) ?? checkImage(params['image'])
}

function checkText(text: unknown) {
  if (text === undefined) return undefined
  if (!isObject(text)) return malformed('#/singleEmbeddingParams/text: expected type: JSONObject')
  if (!['START', 'END', 'NONE'].includes(text['truncationMode'] as string))
    return malformed('#/singleEmbeddingParams/text/truncationMode: is not a valid enum value')
  const value = text['value']
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_CHARACTERS
    ? undefined
    : malformed(`#/singleEmbeddingParams/text/value: expected 1 to ${MAX_CHARACTERS} characters`)
}

function checkImage(image: unknown) {
  if (image === undefined) return undefined
  if (!isObject(image)) return malformed('#/singleEmbeddingParams/image: expected type: JSONObject')
  if (!['png', 'jpeg', 'gif', 'webp'].includes(image['format'] as string))
    return malformed('#/singleEmbeddingParams/image/format: is not a valid enum value')
  const source = image['source']
  return isObject(source) && typeof source['bytes'] === 'string'
    ? undefined
    : malformed('#/singleEmbeddingParams/image: required key [source] not found')
}
