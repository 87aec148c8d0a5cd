/**
 * Keeps answers for a while. Callers at the same time share one question; a failure is theirs alone and not kept.
 *
 * @param lifetime milliseconds
 * @param now milliseconds since the epoch
 */
export function createTimeLimitedCache<Value>(lifetime: number, now: () => number = Date.now) {
  const entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>()
  return {
    /** The kept answer for `key`, else the one that `ask` gives. */
    get(key: string, ask: () => Promise<Value>): Promise<Value> {
      const known = entries.get(key)
      if (known !== undefined && known.until > now()) return known.value
      const value = ask()
      const entry = { value, until: now() + lifetime }
      entries.set(key, entry)
      value.catch(() => {
        if (entries.get(key) === entry) entries.delete(key)
      })
      return value
    },
    /** The kept answer for `key`, where there is one. */
    peek(key: string): Promise<Value> | undefined {
      const known = entries.get(key)
      return known !== undefined && known.until > now() ? known.value : undefined
    },
    /** Forgets the answer for `key`: the next caller asks anew. Callers that wait get the answer that was requested for them. */
    forget(key: string): void {
      entries.delete(key)
    },
  }
}
