import type { ImageBlock } from '@aws-sdk/client-bedrock-runtime'

import { decodeBase64 } from '../base64.ts'
import { createImageBlock } from '../converse/image.ts'
import { bytesSource, toMediaSource } from '../converse/media-source.ts'
import type { MediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { expectObject, expectString, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/**
 * Anthropic → Converse: an `image` block, its source base64 or a URL (which the transport has fetched).
 *
 * @throws TranslationError (400) for files uploaded to Anthropic, other formats, bad data, or a model without images
 */
export function toImage(block: JsonObject, path: string, scope: RequestScope): ImageBlock {
  const sourcePath = `${path}.source`
  const source = expectObject(block['source'], sourcePath)
  return createImageBlock(toSource(source, sourcePath, scope), sourcePath, scope)
}

function toSource(source: JsonObject, path: string, scope: RequestScope): MediaSource {
  if (source['type'] === 'base64') {
    return bytesSource(
      readBytes(source, path),
      optionalString(source['media_type'], `${path}.media_type`) ?? '',
    )
  }
  if (source['type'] === 'url') {
    const url = expectString(source['url'], `${path}.url`)
    return toMediaSource({ url, path: `${path}.url`, mimeType: undefined, bucketOwner: undefined }, scope)
  }
  return rejectSource(source, path, 'base64 or url')
}

/** The bytes of a base64 source. */
export function readBytes(source: JsonObject, path: string): Uint8Array {
  const bytes = decodeBase64(expectString(source['data'], `${path}.data`))
  if (bytes !== undefined && bytes.length > 0) return bytes
  return reject(`${path}.data`, `${path}.data must be base64.`, 'invalid_base64')
}

/**
 * Throws the 400 for a source that is out of reach.
 *
 * @param known - the types of source that such a block may have
 */
export function rejectSource(source: JsonObject, path: string, known: string): never {
  return source['type'] === 'file'
    ? reject(
        `${path}.file_id`,
        `${path}: Bedrock cannot read files that were uploaded to Anthropic. Send the content as base64.`,
      )
    : reject(`${path}.type`, `${path}.type must be ${known}, not ${JSON.stringify(source['type'])}.`)
}
