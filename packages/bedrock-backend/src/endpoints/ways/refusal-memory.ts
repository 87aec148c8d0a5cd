/** What the service has refused lately, by any key: it is not asked for again for a while. */
export interface RefusalMemory {
  readonly refuse: (key: string) => void
  readonly isRefused: (key: string) => boolean
  /** Nothing is remembered. */
  readonly isEmpty: () => boolean
}

/** Ten minutes: what a host serves changes by the week, not by the second. */
const LIFETIME = 10 * 60_000
const MOST_ENTRIES = 500

/** @param now milliseconds since the epoch */
export function createRefusalMemory(now: () => number = Date.now): RefusalMemory {
  const refusedUntil = new Map<string, number>()
  return {
    refuse(key) {
      // Last in, last out: what is full forgets its oldest entry.
      refusedUntil.delete(key)
      const [oldest] = refusedUntil.keys()
      if (refusedUntil.size >= MOST_ENTRIES && oldest !== undefined) refusedUntil.delete(oldest)
      refusedUntil.set(key, now() + LIFETIME)
    },
    isRefused(key) {
      const until = refusedUntil.get(key)
      if (until === undefined || until > now()) return until !== undefined
      refusedUntil.delete(key)
      return false
    },
    isEmpty: () => refusedUntil.size === 0,
  }
}
