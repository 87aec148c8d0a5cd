import type { ContentBlock, DocumentBlock, DocumentFormat } from '@aws-sdk/client-bedrock-runtime'

import { isObject, reject } from '../json-shape.ts'
import { isUtf8 } from '../media-type.ts'
import { createAudioBlock, isAudioType } from './audio.ts'
import { createImageBlock, isImageType } from './image.ts'
import type { MediaSource } from './media-source.ts'
import type { RequestScope } from './request-scope.ts'
import type { Stated } from './stated.ts'
import { createVideoBlock, isVideoType } from './video.ts'

/** Converse's formats → their media types, the first being the usual one. */
export const DOCUMENT_MEDIA_TYPES = {
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
  Object.entries(DOCUMENT_MEDIA_TYPES).flatMap(([format, types]) =>
    types.map((type) => [type, format as DocumentFormat] as const),
  ),
)

const EXTENSIONS: ReadonlyMap<string, DocumentFormat> = new Map([
  ...Object.keys(DOCUMENT_MEDIA_TYPES).map((format) => [format, format as DocumentFormat] as const),
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

/** A file of the caller's whose kind its bytes, label or name tell. */
export interface FileReference {
  readonly source: MediaSource
  readonly fileName: string | undefined
  /** The caller's path of the data. */
  readonly path: string
  /** Anthropic's `{ enabled: true }`, with the caller's path of it: the answer shall cite the document. */
  readonly citations?: Stated | undefined
}

/**
 * A file as a block: images, audio and video become blocks of their own kind, everything else a document.
 *
 * @throws TranslationError (400) for unknown formats, and for a kind that the model does not take
 */
export function createFileBlock(file: FileReference, scope: RequestScope): ContentBlock {
  const { source, path } = file
  const mediaType = findMediaType(source)
  const isDocument = ![isImageType, isAudioType, isVideoType].some((isType) => isType(mediaType))
  const cited = wantsCitations(file, isDocument, scope)
  if (isImageType(mediaType)) return { image: createImageBlock(source, path, scope) }
  if (isAudioType(mediaType)) return { audio: createAudioBlock(source, path, scope) }
  if (isVideoType(mediaType)) return { video: createVideoBlock(source, path, scope) }
  const document = createDocumentBlock(file, scope)
  return { document: cited ? { ...document, citations: { enabled: true } } : document }
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CitationsConfig.html */
function wantsCitations(
  { citations }: FileReference,
  isDocument: boolean,
  { context, warnings }: RequestScope,
): boolean {
  if (!isObject(citations?.value) || citations.value['enabled'] !== true) return false
  if (isDocument && context.model.capabilities.citations) return true
  warnings.add(
    'unsupported_parameter',
    citations.path,
    `${citations.path} was left out: ${isDocument ? 'this model cites no documents' : 'only documents are cited'}.`,
  )
  return false
}

/** Bytes before the label, except between audio and video, which share their containers. */
function findMediaType(source: MediaSource): string {
  const sniffed = source.kind === 'bytes' ? source.sniffed : undefined
  const isPlayed = (mediaType: string): boolean => isAudioType(mediaType) || isVideoType(mediaType)
  return sniffed === undefined || (isPlayed(sniffed) && isPlayed(source.mediaType))
    ? source.mediaType
    : sniffed
}

function createDocumentBlock({ source, fileName, path }: FileReference, scope: RequestScope): DocumentBlock {
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
      `${path} is ${source.mediaType || 'of an unknown type'}: Bedrock takes ${Object.keys(DOCUMENT_MEDIA_TYPES).join(', ')}. ` +
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
  return (DOCUMENT_MEDIA_TYPES[format][0] ?? '').startsWith('text/')
}
