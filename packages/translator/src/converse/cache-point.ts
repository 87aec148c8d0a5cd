import type {
  CachePointBlock,
  ContentBlock,
  Message,
  SystemContentBlock,
  Tool,
} from '@aws-sdk/client-bedrock-runtime'

import { isAbsent, isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { RequestScope } from './request-scope.ts'

/** What reading a cache mark needs of a request. */
type CacheScope = Pick<RequestScope, 'context' | 'warnings' | 'cacheTtl'>

/** The list that a cache point stands in. */
export type CachePlace = 'system' | 'messages' | 'tools'

/** A cache point, as a block of any of these lists. */
export interface CachePointHolder {
  cachePoint: CachePointBlock
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html */
const MAX_CACHE_POINTS = 4

/** Lifetimes in minutes. OpenAI's marks name a minimum; Bedrock keeps 5 minutes or an hour. */
const MINUTES: ReadonlyMap<string, number> = new Map([
  ['5m', 5],
  ['30m', 30],
  ['1h', 60],
  ['12h', 720],
  ['24h', 1440],
])

/**
 * The cache mark on a part, message or tool, `cache_control: { type: "ephemeral", ttl? }` or
 * `prompt_cache_breakpoint: { mode: "explicit", ttl? }`, as the block that goes after it.
 *
 * @param path - the caller's path of the holder
 * @returns an empty list without a mark, and (with a warning) where the model has no prompt caching
 */
export function toCachePoints(
  holder: JsonObject,
  path: string,
  place: CachePlace,
  scope: CacheScope,
): CachePointHolder[] {
  const name = isAbsent(holder['cache_control']) ? 'prompt_cache_breakpoint' : 'cache_control'
  const mark = holder[name]
  if (isAbsent(mark) || mark === false) return []
  const field = path === '' ? name : `${path}.${name}`
  const caching = scope.context.model.capabilities.promptCaching
  if (caching === null || !caching[place]) {
    const where = caching === null ? '' : ` in ${place}`
    scope.warnings.add(
      'unsupported_cache_point',
      field,
      `The model has no prompt caching${where}; the mark was left out.`,
    )
    return []
  }
  const ttl = toTtl(
    isObject(mark) ? (mark['ttl'] ?? scope.cacheTtl) : scope.cacheTtl,
    caching.ttl,
    field,
    scope,
  )
  return [{ cachePoint: { type: 'default', ...(ttl === undefined ? {} : { ttl }) } }]
}

/** The reverse: a cache point as the mark on what stands before it. */
export function toCacheControl(point: CachePointBlock): { type: 'ephemeral'; ttl?: '5m' | '1h' } {
  return { type: 'ephemeral', ...(point.ttl === undefined ? {} : { ttl: point.ttl }) }
}

/** The three lists of a request that cache points stand in, in the order the model reads them. */
export interface CachedLists {
  readonly tools: Tool[]
  readonly system: SystemContentBlock[]
  readonly messages: Message[]
}

/**
 * Removes the cache points that the service refuses: one that is first in its list, after reasoning or after another one,
 * and all but the last four of the request. One of an hour after one of five minutes becomes five minutes: lifetimes must not grow.
 */
export function limitCachePoints(
  lists: CachedLists,
  { warnings, conversationPath }: Pick<RequestScope, 'warnings' | 'conversationPath'>,
): CachedLists {
  if (!holdsCachePoint(lists)) return lists
  const all: (readonly object[])[] = [lists.tools, lists.system, ...lists.messages.map(contentOf)]
  const placed = all.map((blocks) => blocks.filter(isWellPlaced))
  const lost = all.some((blocks) =>
    blocks.some((block, index) => isCachePoint(block) && marksNothing(blocks[index - 1])),
  )
  if (lost) {
    warnings.add(
      'misplaced_cache_point',
      conversationPath,
      'A cache point needs content before it that can be cached, not a blank text or reasoning; it was left out.',
    )
  }
  const points = placed.flat().filter(isCachePoint)
  const surplus = new Set<unknown>(points.slice(0, Math.max(0, points.length - MAX_CACHE_POINTS)))
  if (surplus.size > 0) {
    warnings.add(
      'too_many_cache_points',
      conversationPath,
      `Bedrock takes ${MAX_CACHE_POINTS} cache points in a request; the last ${MAX_CACHE_POINTS} of ${points.length} were kept.`,
    )
  }
  const shortened = new Set<unknown>(hoursAfterMinutes(points.filter((point) => !surplus.has(point))))
  if (shortened.size > 0) {
    warnings.add(
      'cache_ttl_shortened',
      conversationPath,
      'A cache point of one hour cannot follow one of five minutes; it became one of five minutes.',
    )
  }
  const [tools, system, ...contents] = placed.map((blocks) =>
    blocks
      .filter((block) => !surplus.has(block))
      .map((block) => (shortened.has(block) ? { cachePoint: { type: 'default' } } : block)),
  )
  return {
    tools: tools as Tool[],
    system: system as SystemContentBlock[],
    messages: lists.messages.map(({ role }, index) => ({ role, content: contents[index] as ContentBlock[] })),
  }
}

function holdsCachePoint({ tools, system, messages }: CachedLists): boolean {
  for (const { content } of messages) if (content?.some(isCachePoint) === true) return true
  return system.some(isCachePoint) || tools.some(isCachePoint)
}

function contentOf({ content }: Message): readonly ContentBlock[] {
  return content ?? []
}

function hoursAfterMinutes(points: readonly CachePointHolder[]): CachePointHolder[] {
  const firstShort = points.findIndex((point) => point.cachePoint.ttl !== '1h')
  return firstShort < 0 ? [] : points.slice(firstShort).filter((point) => point.cachePoint.ttl === '1h')
}

function isCachePoint(block: object): block is CachePointHolder {
  return 'cachePoint' in block && block.cachePoint !== undefined
}

function isWellPlaced(block: object, index: number, blocks: readonly object[]): boolean {
  if (!isCachePoint(block)) return true
  const before = blocks[index - 1]
  return before !== undefined && !isCachePoint(before) && !marksNothing(before)
}

function marksNothing(before: object | undefined): boolean {
  return before === undefined || 'reasoningContent' in before
}

function toTtl(
  wanted: unknown,
  known: readonly ('5m' | '1h')[],
  field: string,
  scope: CacheScope,
): '5m' | '1h' | undefined {
  if (isAbsent(wanted)) return undefined
  const minutes = typeof wanted === 'string' ? MINUTES.get(wanted) : undefined
  const ttl = minutes === undefined ? undefined : minutes <= 5 ? '5m' : '1h'
  if (ttl !== undefined && known.includes(ttl)) {
    if (minutes !== undefined && minutes > 60) {
      scope.warnings.add(
        'cache_ttl_shortened',
        `${field}.ttl`,
        `Bedrock caches for an hour at most, not ${JSON.stringify(wanted)}.`,
      )
    }
    return ttl
  }
  if (ttl !== '5m') {
    scope.warnings.add(
      'unsupported_cache_ttl',
      `${field}.ttl`,
      `The model does not take the lifetime ${JSON.stringify(wanted)}; its default (five minutes) is used.`,
    )
  }
  return undefined
}
