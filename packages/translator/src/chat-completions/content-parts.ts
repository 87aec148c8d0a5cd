import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import {
  type PartTable,
  refusalPart,
  textPart,
  type ToBlocks,
  toPartBlocks,
} from '../converse/content-part.ts'
import { expectArray, expectObject, isAbsent, reject } from '../json-shape.ts'
import { toAudioBlock } from './audio.ts'
import { toFileBlock } from './document.ts'
import { toImageBlock } from './image.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import { readSeen } from '../converse/tool-output.ts'
import { toVideoBlock } from './video.ts'

const image: ToBlocks = (part, path, scope) => [{ image: toImageBlock(part, path, scope) }]
const audio: ToBlocks = (part, path, scope) => [{ audio: toAudioBlock(part, path, scope) }]
const video: ToBlocks = (part, path, scope) => [{ video: toVideoBlock(part, path, scope) }]
const file: ToBlocks = (part, path, scope) => [toFileBlock(part, path, scope)]
const ofTool =
  (read: ToBlocks): ToBlocks =>
  (part, path, scope) =>
    readSeen((seen) => read(part, path, seen), path, scope)
/** Reasoning: `assistant-blocks.ts` reads these parts. */
const elsewhere: ToBlocks = () => []

/** What each role's content may hold, and how each part becomes blocks. */
const PARTS = {
  system: { text: textPart },
  user: {
    text: textPart,
    refusal: refusalPart,
    image_url: image,
    input_audio: audio,
    audio_url: audio,
    video_url: video,
    file,
  },
  assistant: { text: textPart, refusal: refusalPart, thinking: elsewhere, redacted_thinking: elsewhere },
  tool: { text: textPart, image_url: ofTool(image), video_url: video, file: ofTool(file) },
} satisfies Record<string, Record<string, ToBlocks>>

/** The role whose content it is. */
export type ContentOwner = keyof typeof PARTS

/**
 * OpenAI → Converse: a message's `content`, a string or parts, as blocks in the same order. Blank texts are dropped;
 * a cache mark on a part becomes a cache point after it.
 *
 * @throws TranslationError (400) for content of a wrong type and for parts that this role cannot have
 */
export function toContentBlocks(
  content: unknown,
  path: string,
  owner: ContentOwner,
  scope: RequestScope,
): ContentBlock[] {
  if (isAbsent(content)) return []
  if (typeof content === 'string') return toTextBlocks(content)
  if (!Array.isArray(content)) {
    return reject(path, `${path} must be a string or an array of content parts.`)
  }
  return expectArray(content, path).flatMap((item, index) =>
    toItemBlocks(item, `${path}[${index}]`, owner, scope),
  )
}

/** One item of a content that is a list, as blocks. */
export function toItemBlocks(
  item: unknown,
  path: string,
  owner: ContentOwner,
  scope: RequestScope,
): ContentBlock[] {
  if (typeof item === 'string') return toTextBlocks(item)
  const table: PartTable = {
    parts: PARTS[owner],
    cachePlace: owner === 'system' ? 'system' : 'messages',
    takes: `a ${owner} message takes`,
  }
  return toPartBlocks(expectObject(item, path), path, table, scope)
}
