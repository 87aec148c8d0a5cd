import type { S3Location } from '@aws-sdk/client-bedrock-runtime'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import { isDataUrl, parseDataUrl } from '../data-url.ts'
import { reject } from '../json-shape.ts'
import { bareMediaType, sniffMediaType } from '../media-type.ts'
import type { RequestScope } from './request-scope.ts'

/** Where the content of an image, document, audio or video comes from, as both sides know it. */
export type MediaSource =
  | {
      readonly kind: 'bytes'
      readonly bytes: Uint8Array
      readonly mediaType: string
      readonly sniffed: string | undefined
    }
  | { readonly kind: 's3'; readonly s3Location: S3Location; readonly mediaType: string }

/** A reference to media in the caller's request. */
export interface MediaReference {
  readonly url: string
  /** The caller's path of `url`. */
  readonly path: string
  /** `mime_type` beside the URL. */
  readonly mimeType: string | undefined
  /** `bucketOwner` beside an `s3://` URL. */
  readonly bucketOwner: string | undefined
}

/** Whether the transport has to fetch a URL before the translation. */
export function isRemoteUrl(url: string): boolean {
  return /^https?:\/\//i.test(url)
}

/**
 * Resolves `data:`, `s3://` and (already fetched) `http(s)://` URLs, and bare base64.
 *
 * @throws TranslationError (400) for anything else, and for an `s3://` URL without `mime_type`
 */
export function toMediaSource(reference: MediaReference, scope: RequestScope): MediaSource {
  const { url, path } = reference
  if (isDataUrl(url)) return fromDataUrl(reference)
  if (/^s3:\/\//i.test(url)) return fromS3(reference)
  if (isRemoteUrl(url)) return fromFetched(reference, scope)
  const bytes = decodeBase64(url)
  // Bare base64 is tolerated where the bytes say what they are: a file name could be base64 by chance.
  if (bytes !== undefined && sniffMediaType(bytes) !== undefined)
    return bytesSource(bytes, reference.mimeType ?? '')
  return reject(
    path,
    `${path} must be a data: URL, an s3:// URI or an http(s) URL. Send local files as data: URLs.`,
    'invalid_url',
  )
}

/** Bytes with the media type that they were labelled with; what the bytes themselves say is detected once, here. */
export function bytesSource(bytes: Uint8Array, mediaType: string): MediaSource {
  return { kind: 'bytes', bytes, mediaType: bareMediaType(mediaType), sniffed: sniffMediaType(bytes) }
}

/** The reverse: a Converse source as a URL, `data:` or `s3://`. */
export function toMediaUrl(
  source: { bytes?: Uint8Array | undefined; s3Location?: S3Location | undefined } | undefined,
  mediaType: string,
): string | undefined {
  if (source?.bytes !== undefined) return `data:${mediaType};base64,${encodeBase64(source.bytes)}`
  return source?.s3Location?.uri
}

function fromDataUrl({ url, path, mimeType }: MediaReference): MediaSource {
  const data = parseDataUrl(url)
  if (data === undefined) {
    return reject(
      path,
      `${path} is not a valid data: URL. It must look like data:image/png;base64,....`,
      'invalid_base64',
    )
  }
  if (data.bytes.length === 0) return reject(path, `${path} is a data: URL without data.`, 'invalid_base64')
  return bytesSource(data.bytes, mimeType ?? data.mediaType)
}

function fromS3({ url, path, mimeType, bucketOwner }: MediaReference): MediaSource {
  const mimePath = path.replace(/(?<![^.])[^.]+$/, 'mime_type')
  if (mimeType === undefined) {
    return reject(mimePath, `${path} is an s3:// URI, so ${mimePath} is required (for example "image/png").`)
  }
  if (!/^s3:\/\/[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9](\/.*)?$/s.test(url) || url.length > 1024) {
    return reject(
      path,
      `${path} is not a valid S3 URI: s3://bucket/key, at most 1024 characters.`,
      'invalid_url',
    )
  }
  if (bucketOwner !== undefined && !/^[0-9]{12}$/.test(bucketOwner)) {
    const ownerPath = path.replace(/(?<![^.])[^.]+$/, 'bucketOwner')
    return reject(ownerPath, `${ownerPath} must be an AWS account id: twelve digits.`)
  }
  const s3Location = { uri: url, ...(bucketOwner === undefined ? {} : { bucketOwner }) }
  return { kind: 's3', s3Location, mediaType: bareMediaType(mimeType) }
}

function fromFetched({ url, path, mimeType }: MediaReference, scope: RequestScope): MediaSource {
  const file = scope.context.files?.get(url)
  if (file === undefined) {
    return reject(
      path,
      `${path} is a remote URL, and it was not fetched: fetching is off, or the translator is used without a route. ` +
        'Send the content as a data: URL, or pass it in `context.files`.',
      'remote_file_not_fetched',
    )
  }
  return bytesSource(file.bytes, mimeType ?? file.contentType)
}
