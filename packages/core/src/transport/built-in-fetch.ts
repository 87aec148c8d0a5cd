/** Where Node looks up undici's dispatcher, its own and one that the application set. */
const DISPATCHER = Symbol.for('undici.globalDispatcher.1')

/**
 * Whether `fetch` is Node's own, unchanged, with Node's own way to connect. Interceptors (msw, nock), polyfills and
 * instrumentation replace `globalThis.fetch`; proxies set another global dispatcher. All of those must keep seeing
 * the traffic, so only the untouched original may be bypassed.
 *
 * Node's function names the internal module that no other code can load. If that text ever changes, the answer is
 * `false`, and the slower, always correct way is taken.
 */
export function isBuiltInFetch(fetch: unknown): boolean {
  return typeof fetch === 'function' && isNodeFunction(fetch) && hasDefaultDispatcher()
}

let lastSeen: { readonly fetch: unknown; readonly isNodes: boolean } | undefined

function isNodeFunction(fetch: object): boolean {
  if (lastSeen?.fetch !== fetch) {
    const source = Function.prototype.toString.call(fetch)
    lastSeen = { fetch, isNodes: source.includes('internal/deps/undici/undici') }
  }
  return lastSeen.isNodes
}

function hasDefaultDispatcher(): boolean {
  const dispatcher = (globalThis as Record<symbol, unknown>)[DISPATCHER]
  return typeof dispatcher !== 'object' || dispatcher === null || dispatcher.constructor.name === 'Agent'
}
