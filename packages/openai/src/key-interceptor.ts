import { type ClientFacts, currentRoute, type RegistrationState } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'
import { putBack, setOnReceiver } from './property.ts'

/** What sockets are shown in place of a key that the route withholds from its gateway. */
export const WITHHELD_KEY = 'withheld-by-patchbay'

/** A client's key: sockets read it off the client, and take it to whatever base the client shows. */
export interface ClientKey {
  /** The arguments of a request with the client's own key, where it was built with what sockets are shown. */
  toOwn<Init extends RequestInit | undefined>(init: Init): Init
  /** Puts the live accessor on the client. Returns what takes it off. */
  install(state: RegistrationState, facts: ClientFacts): () => void
}

/**
 * Prepares the key of a client; nothing is put on it yet.
 *
 * @param pinned the client keeps its own base, and checks its key against it: its sockets never go to a gateway.
 */
export function createClientKey(client: ClientInternals, pinned: boolean): ClientKey {
  let own: unknown
  let shown = false
  return {
    toOwn: (init) => (shown && typeof own === 'string' ? reveal(init, own) : init),
    install(state, facts) {
      const before = Object.getOwnPropertyDescriptor(client, 'apiKey')
      if (pinned || before === undefined || !('value' in before) || before.configurable !== true)
        return () => undefined
      own = before.value
      const get = (): unknown => {
        if (typeof own !== 'string' || !withholdsKey(state, facts)) return own
        shown = true
        return WITHHELD_KEY
      }
      // A key that is a function is kept on the client once it was called.
      const set = function (this: unknown, value: unknown): void {
        setOnReceiver(this, 'apiKey', value, get, (next) => void (own = next))
      }
      Object.defineProperty(client, 'apiKey', {
        get,
        set,
        enumerable: before.enumerable === true,
        configurable: true,
      })
      return () => {
        if (Object.getOwnPropertyDescriptor(client, 'apiKey')?.get === get)
          putBack(client, 'apiKey', { ...before, value: own })
      }
    },
  }
}

/** Whether the current route keeps the client's key from the server that its sockets go to. */
export function withholdsKey(state: RegistrationState, facts: ClientFacts): boolean {
  const route = currentRoute(state)
  return route !== undefined && route.socketCredentials?.(facts) === 'strip'
}

/** HTTP is not concerned: there the route decides, request by request, and must see the client's own key. */
function reveal<Init extends RequestInit | undefined>(init: Init, key: string): Init {
  const given = init?.headers
  if (given === undefined) return init
  // One pass: every request through a gateway that takes the key comes by here.
  const revealed = new Map<string, unknown>()
  let isFound = false
  for (const [name, value] of Symbol.iterator in given ? given : Object.entries<unknown>(given)) {
    const found = isShown(value)
    revealed.set(name, found ? value.replace(WITHHELD_KEY, () => key) : value)
    isFound ||= found
  }
  return isFound ? { ...init, headers: Object.fromEntries(revealed) } : init
}

function isShown(value: unknown): value is string {
  return typeof value === 'string' && value.includes(WITHHELD_KEY)
}
