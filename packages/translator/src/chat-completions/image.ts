import type { ImageBlock, ImageFormat } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionContentPartImage } from 'openai/resources/chat/completions'

import { expectObject, expectString, isAbsent, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { toMediaSource, toMediaUrl } from '../converse/media-source.ts'
import type { MediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'

/** Media types → Converse's formats. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ImageBlock.html */
const FORMATS: ReadonlyMap<string, ImageFormat> = new Map([
  ['image/png', 'png'],
  ['image/x-png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/jpg', 'jpeg'],
  ['image/pjpeg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
])

/**
 * OpenAI → Converse: an `image_url` part. `image_url` may also be the URL itself, as some callers write it.
 *
 * @throws TranslationError (400) for other formats, bad data, or a model without images
 */
export function toImageBlock(part: JsonObject, path: string, scope: RequestScope): ImageBlock {
  const imagePath = `${path}.image_url`
  const given = part['image_url']
  const image = typeof given === 'string' ? { url: given } : expectObject(given, imagePath)
  const urlPath = typeof given === 'string' ? imagePath : `${imagePath}.url`
  warnOfDetail(image, imagePath, scope)
  const source = toMediaSource(
    {
      url: expectString(image['url'], urlPath),
      path: urlPath,
      mimeType: optionalString(image['mime_type'], `${imagePath}.mime_type`),
      bucketOwner: optionalString(image['bucketOwner'] ?? image['bucket_owner'], `${imagePath}.bucketOwner`),
    },
    scope,
  )
  return imageBlockOf(source, urlPath, scope)
}

/** A resolved source as an image block. The bytes decide the format where they and the label disagree. */
export function imageBlockOf(source: MediaSource, path: string, scope: RequestScope): ImageBlock {
  const { model } = scope.context
  if (!model.capabilities.images) {
    reject(
      path,
      `${path}: the model ${model.id} takes no images. Leave the image out or choose a model with vision.`,
    )
  }
  const mediaType = source.kind === 'bytes' ? (source.sniffed ?? source.mediaType) : source.mediaType
  const format = FORMATS.get(mediaType)
  if (format === undefined) {
    return reject(
      path,
      `${path} is ${mediaType || 'of an unknown type'}: Bedrock takes png, jpeg, gif and webp images.`,
      'unsupported_image_format',
    )
  }
  return {
    format,
    source: source.kind === 'bytes' ? { bytes: source.bytes } : { s3Location: source.s3Location },
  }
}

/** Whether a media type names an image, supported or not. */
export function isImageType(mediaType: string): boolean {
  return mediaType.startsWith('image/')
}

/** Converse → OpenAI: an image block as a part; `undefined` for a block without a source. */
export function toImagePart(block: ImageBlock): ChatCompletionContentPartImage | undefined {
  const mediaType = `image/${block.format ?? 'png'}`
  const url = toMediaUrl(block.source, mediaType)
  if (url === undefined) return undefined
  const s3Location = block.source?.s3Location
  if (s3Location === undefined) return { type: 'image_url', image_url: { url } }
  const owner = s3Location.bucketOwner === undefined ? {} : { bucketOwner: s3Location.bucketOwner }
  return { type: 'image_url', image_url: { url, mime_type: mediaType, ...owner } }
}

function warnOfDetail(image: JsonObject, imagePath: string, scope: RequestScope): void {
  if (isAbsent(image['detail']) || image['detail'] === 'auto') return
  scope.warnings.add(
    'unsupported_parameter',
    `${imagePath}.detail`,
    'Bedrock has no detail level for images; it was left out. Scale the image instead.',
  )
}
