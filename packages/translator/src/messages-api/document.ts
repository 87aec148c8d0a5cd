import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { createFileBlock, type FileReference } from '../converse/document.ts'
import { bytesSource, toMediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import { expectObject, expectString, isObject, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { readBytes, rejectSource } from './image.ts'

/**
 * Anthropic → Converse: a `document` block, with its `context` as a text before it.
 *
 * @throws TranslationError (400) for files uploaded to Anthropic, unknown formats, bad data, or a model without documents
 */
export function toDocumentBlocks(block: JsonObject, path: string, scope: RequestScope): ContentBlock[] {
  const sourcePath = `${path}.source`
  const file = readSource(expectObject(block['source'], sourcePath), sourcePath, scope)
  // A title is no path: what stands before a slash is a part of it.
  const fileName = optionalString(block['title'], `${path}.title`)?.replaceAll(/[/\\]/g, ' ')
  const citations = { value: block['citations'], path: `${path}.citations` }
  return [
    ...toTextBlocks(optionalString(block['context'], `${path}.context`) ?? ''),
    createFileBlock({ fileName, ...file, citations }, scope),
  ]
}

function readSource(
  source: JsonObject,
  path: string,
  scope: RequestScope,
): Pick<FileReference, 'source' | 'path'> {
  switch (source['type']) {
    case 'base64': {
      const mediaType = optionalString(source['media_type'], `${path}.media_type`) ?? ''
      return { source: bytesSource(readBytes(source, path), mediaType), path: `${path}.data` }
    }
    case 'text':
      return toPlainText(expectString(source['data'], `${path}.data`), `${path}.data`)
    case 'content':
      return toPlainText(readTexts(source['content'], `${path}.content`), `${path}.content`)
    case 'url': {
      const url = { url: expectString(source['url'], `${path}.url`), path: `${path}.url` }
      return {
        source: toMediaSource({ ...url, mimeType: undefined, bucketOwner: undefined }, scope),
        path: url.path,
      }
    }
    default:
      return rejectSource(source, path, 'base64, text, content or url')
  }
}

function toPlainText(text: string, path: string): Pick<FileReference, 'source' | 'path'> {
  return { source: bytesSource(new TextEncoder().encode(text), 'text/plain'), path }
}

function readTexts(content: unknown, path: string): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return reject(path, `${path} must be a string or an array of text blocks.`)
  return (content as unknown[])
    .map((part, index) => expectString(isObject(part) ? part['text'] : undefined, `${path}[${index}].text`))
    .join('\n')
}
