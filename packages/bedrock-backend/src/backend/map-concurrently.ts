/**
 * Runs an async function over many items, a few at a time, and returns the results in the items' order.
 *
 * When one fails, the signal of the others is aborted, no further ones begin, and the call rejects with that failure. An
 * abort from outside ends all of them with its reason.
 *
 * @param limit how many at a time
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal, index: number) => Promise<Result>,
): Promise<Result[]> {
  const others = new AbortController()
  const either = signal === undefined ? others.signal : AbortSignal.any([signal, others.signal])
  const results: Result[] = []
  const waiting = items.entries()
  const run = async () => {
    for (const [index, item] of waiting) {
      either.throwIfAborted()
      results[index] = await work(item, either, index)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run))
    return results
  } catch (error) {
    others.abort(error)
    throw error
  }
}
