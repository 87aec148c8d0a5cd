import type { ImageBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionContentPartImage } from 'openai/resources/chat/completions'

import { createImageBlock } from '../converse/image.ts'
import { toMediaSource, toMediaUrl } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { expectObject, expectString, isAbsent, optionalString } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

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
  return createImageBlock(source, urlPath, scope)
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
