import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { toAudioBlock } from '../chat-completions/audio.ts'
import { readFile } from '../chat-completions/document.ts'
import { createFileBlock } from '../converse/document.ts'
import { createImageBlock } from '../converse/image.ts'
import { toMediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import { readSeen } from '../converse/tool-output.ts'
import {
  type PartTable,
  refusalPart,
  textPart,
  type ToBlocks,
  toPartBlocks,
} from '../converse/content-part.ts'
import {
  expectObject,
  expectString,
  isAbsent,
  optionalString,
  reject,
  type JsonObject,
} from '../json-shape.ts'

const file: ToBlocks = (part, path, scope) => {
  warnOfDetail(part, path, scope)
  const citations = { value: part['citations'], path: `${path}.citations` }
  return [createFileBlock({ ...readFile(part, path, scope), citations }, scope)]
}
const audio: ToBlocks = (part, path, scope) => [{ audio: toAudioBlock(part, path, scope) }]

const ofTool =
  (read: ToBlocks): ToBlocks =>
  (part, path, scope) =>
    readSeen((seen) => read(part, path, seen), path, scope)

const TEXTS = { input_text: textPart, output_text: textPart, text: textPart, refusal: refusalPart }
const MEDIA = { input_image: toImage, input_file: file }

/** What each kind of content may hold, and how each part becomes blocks. */
const PARTS = {
  system: TEXTS,
  user: { ...TEXTS, ...MEDIA, input_audio: audio },
  assistant: TEXTS,
  output: { ...TEXTS, input_image: ofTool(toImage), input_file: ofTool(file) },
} satisfies Record<string, Record<string, ToBlocks>>

/** Whose content it is: a message's by its role, or a tool's output. */
export type ContentOwner = keyof typeof PARTS

/**
 * Responses → Converse: the `content` of a message or the `output` of a tool, a string or parts, as blocks in the same
 * order. Blank texts are dropped; a cache mark on a part becomes a cache point after it.
 *
 * @throws TranslationError (400) for content of a wrong type and for parts that cannot stand there
 */
export function toContentBlocks(
  content: unknown,
  path: string,
  owner: ContentOwner,
  scope: RequestScope,
): ContentBlock[] {
  if (typeof content === 'string') return toTextBlocks(content)
  if (!Array.isArray(content)) return reject(path, `${path} must be a string or an array of content parts.`)
  const table: PartTable = {
    parts: PARTS[owner],
    cachePlace: owner === 'system' ? 'system' : 'messages',
    takes: 'this content takes',
  }
  return content.flatMap((item: unknown, index) => {
    const partPath = `${path}[${index}]`
    return toPartBlocks(expectObject(item, partPath), partPath, table, scope)
  })
}

function toImage(part: JsonObject, path: string, scope: RequestScope): ContentBlock[] {
  const urlPath = `${path}.image_url`
  if (isAbsent(part['image_url'])) {
    const idPath = isAbsent(part['file_id']) ? urlPath : `${path}.file_id`
    reject(
      idPath,
      `${path} needs image_url, a data: or https URL: Bedrock cannot read files that were uploaded to OpenAI.`,
    )
  }
  warnOfDetail(part, path, scope)
  const source = toMediaSource(
    {
      url: expectString(part['image_url'], urlPath),
      path: urlPath,
      mimeType: optionalString(part['mime_type'], `${path}.mime_type`),
      bucketOwner: optionalString(part['bucketOwner'] ?? part['bucket_owner'], `${path}.bucketOwner`),
    },
    scope,
  )
  return [{ image: createImageBlock(source, urlPath, scope) }]
}

function warnOfDetail(part: JsonObject, path: string, scope: RequestScope): void {
  if (isAbsent(part['detail']) || part['detail'] === 'auto') return
  scope.warnings.add(
    'unsupported_parameter',
    `${path}.detail`,
    'Bedrock has no detail level for images; it was left out. Scale the image instead.',
  )
}
