import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { encodeBase64 } from '../base64.ts'
import { fileBlockOf } from '../chat-completions/document.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import { expectObject, expectString, isObject, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { readBytes, rejectSource } from './image.ts'

/**
 * Anthropic → Converse: a `document` block, with its `context` as a text before it. Citations are Claude's own: asking for
 * them is a warning.
 *
 * @throws TranslationError (400) for files uploaded to Anthropic, unknown formats, bad data, or a model without documents
 */
export function toDocumentBlocks(block: JsonObject, path: string, scope: RequestScope): ContentBlock[] {
  const sourcePath = `${path}.source`
  const file = toFile(expectObject(block['source'], sourcePath), sourcePath)
  // A title is no path: what stands before a slash is a part of it.
  const filename = optionalString(block['title'], `${path}.title`)?.replaceAll(/[/\\]/g, ' ')
  warnOfCitations(block, path, scope)
  return [
    ...toTextBlocks(optionalString(block['context'], `${path}.context`) ?? ''),
    fileBlockOf({ ...file, ...(filename === undefined ? {} : { filename }) }, sourcePath, scope),
  ]
}

/** The source as `fileBlockOf` reads it. */
function toFile(source: JsonObject, path: string): JsonObject {
  switch (source['type']) {
    case 'base64':
      return {
        file_data: encodeBase64(readBytes(source, path)),
        mime_type: optionalString(source['media_type'], `${path}.media_type`),
      }
    case 'text':
      return plainText(expectString(source['data'], `${path}.data`))
    case 'content':
      return plainText(textOf(source['content'], `${path}.content`))
    case 'url':
      return { file_url: expectString(source['url'], `${path}.url`) }
    default:
      return rejectSource(source, path)
  }
}

function plainText(text: string): JsonObject {
  return { file_data: encodeBase64(new TextEncoder().encode(text)), mime_type: 'text/plain' }
}

function textOf(content: unknown, path: string): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return reject(path, `${path} must be a string or an array of text blocks.`)
  return (content as unknown[])
    .map((part, index) => expectString(isObject(part) ? part['text'] : undefined, `${path}[${index}].text`))
    .join('\n')
}

function warnOfCitations(block: JsonObject, path: string, { warnings }: RequestScope): void {
  const citations = block['citations']
  if (!isObject(citations) || citations['enabled'] !== true) return
  warnings.add('unsupported_parameter', `${path}.citations`, 'Only Claude cites documents; it was left out.')
}
