import type { ContentBlock, DocumentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionContentPart } from 'openai/resources/chat/completions'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import { createFileBlock, DOCUMENT_MEDIA_TYPES, type FileReference } from '../converse/document.ts'
import { bytesSource, isRemoteUrl, toMediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { isDataUrl } from '../data-url.ts'
import { expectObject, isAbsent, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/**
 * Chat completions → Converse: a `file` part. Images, audio and video sent as files become blocks of their own kind.
 *
 * @throws TranslationError (400) for `file_id` (Bedrock cannot read files uploaded to OpenAI), unknown formats, bad data
 */
export function toFileBlock(part: JsonObject, path: string, scope: RequestScope): ContentBlock {
  const filePath = `${path}.file`
  const file = expectObject(part['file'], filePath)
  const citations = isAbsent(file['citations'])
    ? { value: part['citations'], path: `${path}.citations` }
    : { value: file['citations'], path: `${filePath}.citations` }
  return createFileBlock({ ...readFile(file, filePath, scope), citations }, scope)
}

/**
 * The file that `filename`, `file_data` or `file_url`, and `mime_type` describe, as both of OpenAI's protocols have them.
 *
 * @param filePath - the caller's path of those members' holder
 * @throws TranslationError (400) for `file_id`, and for bad data
 */
export function readFile(file: JsonObject, filePath: string, scope: RequestScope): FileReference {
  const fileName = optionalString(file['filename'], `${filePath}.filename`)
  return { fileName, ...readFileSource(file, filePath, scope) }
}

/** Converse → OpenAI: a document block as a `file` part; `undefined` where there is nothing to send. */
export function toFilePart(block: DocumentBlock): ChatCompletionContentPart.File | undefined {
  const format = block.format ?? 'txt'
  const filename = `${block.name ?? 'document'}.${format}`
  const mediaType = DOCUMENT_MEDIA_TYPES[format][0] ?? 'application/octet-stream'
  const { source } = block
  if (source?.s3Location?.uri !== undefined) {
    const { uri, bucketOwner } = source.s3Location
    const owner = bucketOwner === undefined ? {} : { bucketOwner }
    return { type: 'file', file: { file_data: uri, filename, mime_type: mediaType, ...owner } }
  }
  const text = readSourceText(block)
  const bytes = source?.bytes ?? (text === undefined ? undefined : new TextEncoder().encode(text))
  if (bytes === undefined) return undefined
  return { type: 'file', file: { file_data: `data:${mediaType};base64,${encodeBase64(bytes)}`, filename } }
}

/** The text of a document in a format that is text: txt, md, csv or html; `undefined` for every other one. */
export function readDocumentText(block: DocumentBlock): string | undefined {
  const text = readSourceText(block)
  if (text !== undefined) return text
  const bytes = TEXT_FORMATS.has(block.format ?? 'txt') ? block.source?.bytes : undefined
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

const TEXT_FORMATS: ReadonlySet<string> = new Set(['txt', 'md', 'csv', 'html'])

function readSourceText({ source }: DocumentBlock): string | undefined {
  return source?.text ?? source?.content?.map((part) => part.text ?? '').join('\n')
}

function readFileSource(
  file: JsonObject,
  filePath: string,
  scope: RequestScope,
): Pick<FileReference, 'source' | 'path'> {
  if (isAbsent(file['file_data']) && isAbsent(file['file_url'])) {
    return reject(
      isAbsent(file['file_id']) ? `${filePath}.file_data` : `${filePath}.file_id`,
      `${filePath} needs file_data (a data: URL or base64): Bedrock cannot read files that were uploaded to OpenAI.`,
    )
  }
  const member = isAbsent(file['file_data']) ? 'file_url' : 'file_data'
  const path = `${filePath}.${member}`
  const data = optionalString(file[member], path) ?? ''
  const mimeType = optionalString(file['mime_type'], `${filePath}.mime_type`)
  const bucketOwner = optionalString(file['bucketOwner'] ?? file['bucket_owner'], `${filePath}.bucketOwner`)
  const isUrl = isDataUrl(data) || isRemoteUrl(data) || /^s3:/i.test(data) || member === 'file_url'
  if (isUrl) return { source: toMediaSource({ url: data, path, mimeType, bucketOwner }, scope), path }
  const bytes = decodeBase64(data)
  if (bytes === undefined || bytes.length === 0) {
    return reject(path, `${path} must be a data: URL or base64.`, 'invalid_base64')
  }
  return { source: bytesSource(bytes, mimeType ?? ''), path }
}
