/**
 * A function that loads at its first call and answers every later one with the same value; calls made meanwhile wait for the
 * same load. A failure is that of the calls which waited for it: the next call loads anew.
 */
export function loadOnce<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    }))
}

/** As `loadOnce`, but what has been loaded is there at once: see `whenThere`. */
export function loadAhead<Value>(load: () => Promise<Value>): () => Value | Promise<Value> {
  let loaded: { readonly value: Value } | undefined
  const wait = loadOnce(async () => {
    loaded = { value: await load() }
    return loaded.value
  })
  return () => (loaded === undefined ? wait() : loaded.value)
}
