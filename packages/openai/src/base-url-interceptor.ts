import { type ClientFacts, currentRoute, type RegistrationState, type Route } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'
import { putBack, setOnReceiver } from './property.ts'
import { baseURLWithoutSockets, socketBaseOf } from './sockets.ts'

/** A client's base URL: the one it owns, and the one it shows while it is registered. */
export interface BaseURL {
  /** The client's own base URL. */
  own(): string
  /** A URL that the client built on a base it was shown, as it would have built it on its own. */
  toOwn(url: string): string
  /** Puts the live accessor on the client. Returns what takes it off. */
  install(state: RegistrationState, facts: ClientFacts): () => void
  /** Whether the client must keep showing its own base: it checks its requests against it, or signs them for it. */
  readonly pinned: boolean
}

/** Prepares the base URL of a client; nothing is put on it yet. */
export function createBaseURL(client: ClientInternals): BaseURL {
  const shown = new Set<string>()
  const isPinned = pinned(client)
  let own: Accessor = accessorOf(client)
  return {
    pinned: isPinned,
    own: () => own.get(),
    toOwn: (url) => rebase(url, shown, own.get()),
    install(state, facts) {
      if (isPinned) return () => undefined
      const before = Object.getOwnPropertyDescriptor(client, 'baseURL')
      own = accessorOf(client)
      let last: { readonly route: Route; readonly ownBase: string; readonly base: string } | undefined
      const get = (): string => {
        const route = currentRoute(state)
        const ownBase = own.get()
        if (route === undefined) return ownBase
        // The SDK looks several times for each request.
        if (last?.route !== route || last.ownBase !== ownBase) {
          const base =
            socketBaseOf(route, facts, false) ?? baseURLWithoutSockets(client, route, facts, ownBase)
          last = { route, ownBase, base }
          shown.add(base)
        }
        return last.base
      }
      const set = function (this: unknown, value: string): void {
        setOnReceiver(this, 'baseURL', value, get, (next) => own.set(next))
      }
      Object.defineProperty(client, 'baseURL', {
        get,
        set,
        enumerable: before?.enumerable ?? true,
        configurable: true,
      })
      return () => {
        if (Object.getOwnPropertyDescriptor(client, 'baseURL')?.get !== get) return
        putBack(
          client,
          'baseURL',
          before === undefined || 'value' in before ? { ...before, value: own.get() } : before,
        )
      }
    },
  }
}

interface Accessor {
  get(): string
  set(value: string): void
}

/** Reads and writes the base that the client has now, apart from any accessor that comes later. */
function accessorOf(client: ClientInternals): Accessor {
  const descriptor = Object.getOwnPropertyDescriptor(client, 'baseURL')
  if (descriptor?.get === undefined) {
    let value = String(descriptor?.value)
    return {
      get: () => value,
      set: (next) => void (value = next),
    }
  }
  return {
    get: () => String(descriptor.get?.call(client)),
    set: (next) => descriptor.set?.call(client, next),
  }
}

/** `BedrockOpenAI` and clients with a `provider` sign for one origin, and refuse to send when the base names another. */
function pinned(client: ClientInternals): boolean {
  const provider = client['_provider']
  return (
    (provider !== undefined && provider !== null) ||
    Object.getOwnPropertyDescriptor(client, 'baseURL')?.configurable === false
  )
}

function rebase(url: string, shown: ReadonlySet<string>, own: string): string {
  let longest = ''
  for (const base of shown) if (base.length > longest.length && isBelow(url, base)) longest = base
  if (longest === '') return url
  const rest = url.slice(trimSlash(longest).length)
  // Azure clients add the deployment only when their base has none, which the base that was shown may hide.
  const tail = /\/deployments(?:\/|$)/.test(own) ? rest.replace(/^\/deployments\/[^/]+(?=\/)/, '') : rest
  return trimSlash(own) + tail
}

function isBelow(url: string, base: string): boolean {
  const root = trimSlash(base)
  return url.startsWith(root) && /^(?:[/?#]|$)/.test(url.slice(root.length))
}

function trimSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url
}
