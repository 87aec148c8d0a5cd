import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { type CachePlace, toCachePoints } from './cache-point.ts'
import type { RequestScope } from './request-scope.ts'
import { toTextBlocks } from './text.ts'
import { expectString, type JsonObject, reject } from '../json-shape.ts'

/** How one kind of part becomes blocks. */
export type ToBlocks = (part: JsonObject, path: string, scope: RequestScope) => ContentBlock[]

/** What may stand in one place, and what becomes of it. */
export interface PartTable {
  readonly parts: Readonly<Record<string, ToBlocks>>
  readonly cachePlace: CachePlace
  /** Ends the error for any other type of part: `... takes parts of type`. */
  readonly takes: string
}

/** `{ type: 'text', text }`, whatever the type is called. */
export const textPart: ToBlocks = (part, path) => toTextBlocks(expectString(part['text'], `${path}.text`))

/** `{ type: 'refusal', refusal }`: on Bedrock a text like any other. */
export const refusalPart: ToBlocks = (part, path) =>
  toTextBlocks(expectString(part['refusal'], `${path}.refusal`))

/**
 * One part of a list, as blocks; a cache mark on it becomes a cache point after it.
 *
 * @throws TranslationError (400) for a type of part that cannot stand there
 */
export function toPartBlocks(
  part: JsonObject,
  path: string,
  { parts, cachePlace, takes }: PartTable,
  scope: RequestScope,
): ContentBlock[] {
  const type = expectString(part['type'], `${path}.type`)
  const toBlocks = Object.hasOwn(parts, type) ? parts[type] : undefined
  if (toBlocks !== undefined) {
    return [...toBlocks(part, path, scope), ...toCachePoints(part, path, cachePlace, scope)]
  }
  return reject(
    `${path}.type`,
    `${path}.type is ${JSON.stringify(type)}: ${takes} parts of type ${Object.keys(parts).join(', ')}.`,
    'unsupported_content_part',
  )
}
