import type { ImageBlock, ImageFormat } from '@aws-sdk/client-bedrock-runtime'

import { reject } from '../json-shape.ts'
import type { MediaSource } from './media-source.ts'
import type { RequestScope } from './request-scope.ts'

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

/** A resolved source as an image block. The bytes decide the format where they and the label disagree. */
export function createImageBlock(source: MediaSource, path: string, scope: RequestScope): ImageBlock {
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
