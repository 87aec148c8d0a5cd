import { invalid, refusedByModel } from '../service-error.ts'
import type { CachePoint } from '../wire.ts'
import { firstRejection, placedBlocks, type Rule, type RuleContext } from './rule.ts'

const MAX_CACHE_POINTS = 4

interface PlacedCachePoint {
  readonly place: 'system' | 'messages' | 'tools'
  readonly cachePoint: CachePoint
}

export const cachingIsTaken: Rule = (context) => {
  const { caching } = context.family
  return firstRejection(cachePointsOf(context), ({ place, cachePoint }) => {
    if (!caching?.places.includes(place)) {
      return {
        type: 'AccessDeniedException',
        message:
          'You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.',
      }
    }
    return cachePoint.ttl === '1h' && !caching.ttl
      ? invalid("This model doesn't support the cachePoint.ttl field. Remove ttl and try again.")
      : undefined
  })
}

export const atMostFourCachePoints: Rule = (context) => {
  const count = cachePointsOf(context).length
  return count > MAX_CACHE_POINTS
    ? refusedByModel(
        `A maximum of ${MAX_CACHE_POINTS} blocks with cache_control may be provided. Found ${count}.`,
      )
    : undefined
}

export const cachePointFollowsContent: Rule = ({ messages, body }) => {
  if (body.system?.[0]?.cachePoint) return invalid(notFirst('system.0'))
  if (body.toolConfig?.tools[0]?.cachePoint) return invalid(notFirst('toolConfig.tools.0'))
  return firstRejection(placedBlocks(messages), ({ block, message, blockIndex, path }) => {
    if (!block.cachePoint) return undefined
    if (blockIndex === 0) return invalid(notFirst(path))
    const before = message.content[blockIndex - 1]
    if (before?.reasoningContent) {
      return refusedByModel(`${path}: cache_control cannot be set on thinking blocks`)
    }
    return before?.cachePoint ? invalid(`The cachePoint at ${path} follows another cachePoint.`) : undefined
  })
}

/** A longer-lived point cannot stand behind a shorter-lived one. */
export const longCachePointsComeFirst: Rule = (context) => {
  const order = ['tools', 'system', 'messages']
  const points = cachePointsOf(context).toSorted((a, b) => order.indexOf(a.place) - order.indexOf(b.place))
  const firstShort = points.findIndex(({ cachePoint }) => cachePoint.ttl !== '1h')
  return firstShort !== -1 && points.slice(firstShort).some(({ cachePoint }) => cachePoint.ttl === '1h')
    ? refusedByModel("a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block")
    : undefined
}

function cachePointsOf({ body, messages }: RuleContext): PlacedCachePoint[] {
  const found = (place: PlacedCachePoint['place'], items: readonly { readonly cachePoint?: CachePoint }[]) =>
    items.flatMap(({ cachePoint }) => (cachePoint ? [{ place, cachePoint }] : []))
  return [
    ...found('tools', body.toolConfig?.tools ?? []),
    ...found('system', body.system ?? []),
    ...found(
      'messages',
      messages.flatMap((message) => message.content),
    ),
  ]
}

const notFirst = (path: string): string =>
  `The cachePoint at ${path} must follow the content it caches. Add content before it and try again.`
