/** Where Node looks up undici's dispatcher, its own and one that the application set. */
const DISPATCHERS = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')]

/**
 * Whether `fetch` is Node's own, unchanged, with Node's own way to connect. Interceptors (msw, nock), polyfills and
 * instrumentation replace `globalThis.fetch`; proxies set another global dispatcher. All of those must keep seeing
 * the traffic, so only the untouched original may be bypassed.
 *
 * Node's function names the internal module that no other code can load. If that text ever changes, the answer is
 * `false`, and the slower, always correct way is taken.
 */
export function isBuiltInFetch(fetch: unknown): boolean {
  return typeof fetch === 'function' && isNodeFunction(fetch) && DISPATCHERS.every(isDefaultDispatcher)
}

let lastSeen: { readonly fetch: unknown; readonly isNodes: boolean } | undefined

function isNodeFunction(fetch: object): boolean {
  if (lastSeen?.fetch !== fetch) {
    const source = Function.prototype.toString.call(fetch)
    lastSeen = { fetch, isNodes: source.includes('internal/deps/undici/undici') }
  }
  return lastSeen.isNodes
}

interface Dispatcher {
  readonly constructor: { readonly name: string; readonly prototype: { readonly dispatch?: unknown } }
  readonly dispatch?: unknown
}

const defaults = new WeakMap<object, boolean>()

function isDefaultDispatcher(key: symbol): boolean {
  const dispatcher = (globalThis as Record<symbol, unknown>)[key]
  if (typeof dispatcher !== 'object' || dispatcher === null) return true
  const { constructor, dispatch } = dispatcher as Dispatcher
  // With interceptors it is a proxy that differs in `dispatch` alone.
  if (constructor.name !== 'Agent' || dispatch !== constructor.prototype.dispatch) return false
  let known = defaults.get(dispatcher)
  if (known === undefined) defaults.set(dispatcher, (known = hasDefaultOptions(dispatcher)))
  return known
}

/** An agent with certificates, limits or a way to connect of the application's says so in its options. */
function hasDefaultOptions(agent: object): boolean {
  const fields = Object.getOwnPropertySymbols(agent)
  const field = (name: string): unknown => {
    const key = fields.find(({ description }) => description === name)
    return key === undefined ? undefined : Reflect.get(agent, key)
  }
  const options = field('options')
  if (typeof options !== 'object' || options === null) return false
  const factory = field('factory')
  const isGiven = Object.entries(options).some(
    ([name, value]) => value !== undefined && !isDefault(name, value),
  )
  return !isGiven && typeof factory === 'function' && factory.name === 'defaultFactory'
}

/** What undici itself fills in, in one version or another. */
function isDefault(name: string, value: unknown): boolean {
  if (name === 'maxOrigins') return value === Number.POSITIVE_INFINITY
  return name === 'maxRedirections' ? value === 0 : false
}
