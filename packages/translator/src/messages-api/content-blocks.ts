import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { toCachePoints } from '../converse/cache-point.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import { readSeen } from '../converse/tool-output.ts'
import { expectArray, expectObject, expectString, isAbsent, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { toDocumentBlocks } from './document.ts'
import { isForeignBlock, toForeignBlocks } from './foreign-blocks.ts'
import { toImage } from './image.ts'
import { toSearchResultText } from './search-result.ts'

type ToBlocks = (block: JsonObject, path: string, scope: RequestScope) => ContentBlock[]

/** The blocks of users and of tool results, besides tool results themselves. */
const BLOCKS: Readonly<Record<string, ToBlocks>> = {
  text: (block, path) => toTextBlocks(expectString(block['text'], `${path}.text`)),
  image: (block, path, scope) => [{ image: toImage(block, path, scope) }],
  document: toDocumentBlocks,
  search_result: toSearchResultText,
}

/** The same in tool results, where what the model cannot see is no error. */
const RESULT_BLOCKS: Readonly<Record<string, ToBlocks>> = {
  ...BLOCKS,
  image: (block, path, scope) => readSeen((seen) => [{ image: toImage(block, path, seen) }], path, scope),
  document: (block, path, scope) => readSeen((seen) => toDocumentBlocks(block, path, seen), path, scope),
}

/**
 * Anthropic → Converse: the content of a tool result, a string or blocks, as blocks in the same order. Blank texts are dropped; a cache mark on
 * a block becomes a cache point after it.
 *
 * @throws TranslationError (400) for content of a wrong type and for blocks that have no counterpart
 */
export function toResultBlocks(content: unknown, path: string, scope: RequestScope): ContentBlock[] {
  return listBlocks(content, path).flatMap(({ block, path: blockPath }) =>
    toBlock(block, blockPath, scope, RESULT_BLOCKS),
  )
}

/** One block, with its cache point. */
export function toBlock(
  block: JsonObject,
  path: string,
  scope: RequestScope,
  readers: Readonly<Record<string, ToBlocks>> = BLOCKS,
): ContentBlock[] {
  const type = expectString(block['type'], `${path}.type`)
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  if (read === undefined) {
    if (isForeignBlock(type, 'user')) return toForeignBlocks(block, path, scope)
    return reject(
      `${path}.type`,
      `${path}.type is ${JSON.stringify(type)}: models other than Claude take ${Object.keys(BLOCKS).join(', ')} and tool_result.`,
      'unsupported_content_block',
    )
  }
  return [...read(block, path, scope), ...toCachePoints(block, path, 'messages', scope)]
}

/** A content's blocks with their paths; a string is one text. */
export function listBlocks(
  content: unknown,
  path: string,
): { readonly block: JsonObject; readonly path: string }[] {
  if (isAbsent(content)) return []
  if (typeof content === 'string') return [{ block: { type: 'text', text: content }, path }]
  if (!Array.isArray(content)) return reject(path, `${path} must be a string or an array of content blocks.`)
  return expectArray(content, path).map((item, index) => {
    const blockPath = `${path}[${index}]`
    return { block: expectObject(item, blockPath), path: blockPath }
  })
}
