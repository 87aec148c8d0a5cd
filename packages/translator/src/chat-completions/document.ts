import type { ContentBlock, DocumentBlock, DocumentFormat } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionContentPart } from 'openai/resources/chat/completions'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import { isDataUrl } from '../data-url.ts'
import { expectObject, isAbsent, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { isUtf8 } from '../media-type.ts'
import { audioBlockOf, isAudioType } from './audio.ts'
import { imageBlockOf, isImageType } from './image.ts'
import { bytesSource, isRemoteUrl, toMediaSource } from '../converse/media-source.ts'
import type { MediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { isVideoType, videoBlockOf } from './video.ts'

/** Converse's formats → their media types, the first being the usual one. */
const MEDIA_TYPES = {
  pdf: ['application/pdf', 'application/x-pdf'],
  csv: ['text/csv', 'application/csv'],
  doc: ['application/msword'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  xls: ['application/vnd.ms-excel'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  html: ['text/html', 'application/xhtml+xml'],
  txt: ['text/plain'],
  md: ['text/markdown', 'text/x-markdown'],
} satisfies Record<DocumentFormat, readonly string[]>

const FORMATS: ReadonlyMap<string, DocumentFormat> = new Map(
  Object.entries(MEDIA_TYPES).flatMap(([format, types]) =>
    types.map((type) => [type, format as DocumentFormat] as const),
  ),
)

const EXTENSIONS: ReadonlyMap<string, DocumentFormat> = new Map([
  ...Object.keys(MEDIA_TYPES).map((format) => [format, format as DocumentFormat] as const),
  ['htm', 'html'],
  ['markdown', 'md'],
  ['text', 'txt'],
  ['log', 'txt'],
])

/** Formats that live in a container whose first bytes are all alike. */
const CONTAINERS: ReadonlyMap<string, readonly DocumentFormat[]> = new Map([
  ['application/pdf', ['pdf']],
  ['application/zip', ['docx', 'xlsx']],
  ['application/x-ole-storage', ['doc', 'xls']],
])

/**
 * OpenAI → Converse: a `file` part. Images, audio and video sent as files become blocks of their own kind.
 *
 * @throws TranslationError (400) for `file_id` (files uploaded to OpenAI are out of reach), unknown formats, bad data
 */
export function toFileBlock(part: JsonObject, path: string, scope: RequestScope): ContentBlock {
  const filePath = `${path}.file`
  return fileBlockOf(expectObject(part['file'], filePath), filePath, scope)
}

/**
 * A file that is described by `filename`, `file_data` or `file_url`, and `mime_type`, as a block.
 *
 * @param filePath - the caller's path of those members' holder
 * @throws TranslationError (400) as above
 */
export function fileBlockOf(file: JsonObject, filePath: string, scope: RequestScope): ContentBlock {
  const fileName = optionalString(file['filename'], `${filePath}.filename`)
  const { source, sourcePath } = toFileSource(file, filePath, scope)
  const mediaType = toKindOfMedia(source)
  if (isImageType(mediaType)) return { image: imageBlockOf(source, sourcePath, scope) }
  if (isAudioType(mediaType)) return { audio: audioBlockOf(source, sourcePath, scope) }
  if (isVideoType(mediaType)) return { video: videoBlockOf(source, sourcePath, scope) }
  return { document: documentBlockOf(source, fileName, sourcePath, scope) }
}

/** Bytes before the label, except between audio and video, which share their containers. */
function toKindOfMedia(source: MediaSource): string {
  const sniffed = source.kind === 'bytes' ? source.sniffed : undefined
  const isPlayed = (mediaType: string): boolean => isAudioType(mediaType) || isVideoType(mediaType)
  return sniffed === undefined || (isPlayed(sniffed) && isPlayed(source.mediaType))
    ? source.mediaType
    : sniffed
}

/** Converse → OpenAI: a document block as a `file` part; `undefined` where there is nothing to send. */
export function toFilePart(block: DocumentBlock): ChatCompletionContentPart.File | undefined {
  const format = block.format ?? 'txt'
  const filename = `${block.name ?? 'document'}.${format}`
  const mediaType = MEDIA_TYPES[format][0] ?? 'application/octet-stream'
  const { source } = block
  if (source?.s3Location?.uri !== undefined) {
    const { uri, bucketOwner } = source.s3Location
    const owner = bucketOwner === undefined ? {} : { bucketOwner }
    return { type: 'file', file: { file_data: uri, filename, mime_type: mediaType, ...owner } }
  }
  const text = source?.text ?? source?.content?.map((part) => part.text ?? '').join('\n')
  const bytes = source?.bytes ?? (text === undefined ? undefined : new TextEncoder().encode(text))
  if (bytes === undefined) return undefined
  return { type: 'file', file: { file_data: `data:${mediaType};base64,${encodeBase64(bytes)}`, filename } }
}

function toFileSource(
  file: JsonObject,
  filePath: string,
  scope: RequestScope,
): { source: MediaSource; sourcePath: string } {
  if (isAbsent(file['file_data']) && isAbsent(file['file_url'])) {
    return reject(
      isAbsent(file['file_id']) ? `${filePath}.file_data` : `${filePath}.file_id`,
      `${filePath} needs file_data (a data: URL or base64): Bedrock cannot read files that were uploaded to OpenAI.`,
    )
  }
  const member = isAbsent(file['file_data']) ? 'file_url' : 'file_data'
  const sourcePath = `${filePath}.${member}`
  const data = optionalString(file[member], sourcePath) ?? ''
  const mimeType = optionalString(file['mime_type'], `${filePath}.mime_type`)
  const bucketOwner = optionalString(file['bucketOwner'] ?? file['bucket_owner'], `${filePath}.bucketOwner`)
  const isUrl = isDataUrl(data) || isRemoteUrl(data) || /^s3:/i.test(data) || member === 'file_url'
  if (isUrl)
    return {
      source: toMediaSource({ url: data, path: sourcePath, mimeType, bucketOwner }, scope),
      sourcePath,
    }
  const bytes = decodeBase64(data)
  if (bytes === undefined || bytes.length === 0) {
    return reject(sourcePath, `${sourcePath} must be a data: URL or base64.`, 'invalid_base64')
  }
  return { source: bytesSource(bytes, mimeType ?? ''), sourcePath }
}

function documentBlockOf(
  source: MediaSource,
  fileName: string | undefined,
  path: string,
  scope: RequestScope,
): DocumentBlock {
  const { model } = scope.context
  if (!model.capabilities.documents) {
    reject(
      path,
      `${path}: the model ${model.id} takes no documents. Send the document's text in a text part.`,
    )
  }
  const format = toDocumentFormat(source, fileName)
  if (format === undefined) {
    return reject(
      path,
      `${path} is ${source.mediaType || 'of an unknown type'}: Bedrock takes ${Object.keys(MEDIA_TYPES).join(', ')}. ` +
        'Name the type in a data: URL, or give a filename with its extension.',
      'unsupported_file_format',
    )
  }
  return {
    format,
    name: scope.documentNames.next(fileName),
    source: source.kind === 'bytes' ? { bytes: source.bytes } : { s3Location: source.s3Location },
  }
}

/** Bytes before the label, the label before the file name; a text that nothing else names is `txt`. */
function toDocumentFormat(source: MediaSource, fileName: string | undefined): DocumentFormat | undefined {
  const byLabel = FORMATS.get(source.mediaType)
  const byName = EXTENSIONS.get(/\.([a-z0-9]+)$/i.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '')
  if (source.kind === 's3') return byLabel ?? byName
  const contained = source.sniffed === undefined ? undefined : CONTAINERS.get(source.sniffed)
  if (contained !== undefined) {
    if (contained.length === 1) return contained[0]
    return [byLabel, byName].find((format) => format !== undefined && contained.includes(format))
  }
  // `text/plain` is also the label of what nobody labelled: a Markdown or CSV file's name says more.
  if (byLabel === 'txt') return byName !== undefined && isTextFormat(byName) ? byName : 'txt'
  return byLabel ?? byName ?? (isUtf8(source.bytes) ? 'txt' : undefined)
}

function isTextFormat(format: DocumentFormat): boolean {
  return (MEDIA_TYPES[format][0] ?? '').startsWith('text/')
}
