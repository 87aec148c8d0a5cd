import type { Way } from '@patchbay/translator'

/** Ways that the service has refused for a model, for a while: they are not tried again first. */
export interface WayMemory {
  /** The way was refused. */
  readonly refuse: (modelId: string, way: Way) => void
  /** The ways in order, those that were refused lately at the end. */
  readonly order: (modelId: string, ways: readonly [Way, ...Way[]]) => readonly [Way, ...Way[]]
}

/** Ten minutes: what a host serves changes by the week, not by the second. */
const LIFETIME = 10 * 60_000
const MOST_ENTRIES = 500

/** @param now milliseconds since the epoch */
export function createWayMemory(now: () => number = Date.now): WayMemory {
  const refusedUntil = new Map<string, number>()
  const isRefused = (key: string): boolean => {
    const until = refusedUntil.get(key)
    if (until === undefined || until > now()) return until !== undefined
    refusedUntil.delete(key)
    return false
  }
  return {
    refuse(modelId, way) {
      const key = keyOf(modelId, way)
      // Last in, last out: what is full forgets its oldest entry.
      refusedUntil.delete(key)
      const [oldest] = refusedUntil.keys()
      if (refusedUntil.size >= MOST_ENTRIES && oldest !== undefined) refusedUntil.delete(oldest)
      refusedUntil.set(key, now() + LIFETIME)
    },
    order(modelId, ways) {
      if (refusedUntil.size === 0 || ways.length === 1) return ways
      const [served, refused] = [false, true].map((wanted) =>
        ways.filter((way) => isRefused(keyOf(modelId, way)) === wanted),
      ) as [Way[], Way[]]
      return [...served, ...refused] as unknown as readonly [Way, ...Way[]]
    },
  }
}

function keyOf(modelId: string, { api, host, native }: Way): string {
  return [modelId, api, host, native].join('\n')
}
