import {
  type ClientFacts,
  currentRoute,
  PatchbayError,
  PROVIDER_CREDENTIAL_HEADERS,
  type RegistrationState,
  type Route,
} from '@patchbay/core'
import type { ClientInternals } from './detect.ts'
import { WITHHELD_KEY, withholdsKey } from './key-interceptor.ts'
import { replaceProperty } from './property.ts'

/**
 * WebSockets (realtime, responses over WebSocket, live) do not pass through `fetch`: they go to `client.baseURL` with
 * `client.apiKey`. Where a route serves no sockets the client must not show its own base to them.
 *
 * A client that asks for the headers of a socket first, where it is refused, shows the host that its requests really go to, which
 * traces and debug logs call the server. Any other shows a host that says why sockets fail, and cannot be reached: `.invalid` never
 * resolves (RFC 6761 6.4). The path stays, and the fetch interceptor maps it back.
 */
export function baseURLWithoutSockets(
  client: ClientInternals,
  route: Route,
  facts: ClientFacts,
  own: string,
): string {
  const parsed = URL.parse(own)
  const path = AUTHORITY.test(own) ? own.replace(AUTHORITY, '') : (parsed?.pathname ?? '')
  const shown = refusesSockets(client) ? URL.parse(route.shownBaseURL?.(facts) ?? '') : null
  if (shown !== null) return `${shown.protocol}//${shown.host}${path}`
  const name = route.name.toLowerCase().replace(/[^a-z\d]+/g, '-')
  return `${parsed?.protocol ?? 'https:'}//no-websockets-on-${name.slice(0, LONGEST_NAME)}.invalid${path}`
}

/** A label of a host has 63 characters at most. */
const LONGEST_NAME = 40

/** openai 7 has this method; copies of a client by spread have lost it. */
function refusesSockets(client: ClientInternals): boolean {
  return typeof client['_buildWebSocketHeaders'] === 'function'
}

/** Scheme, credentials, host and port of a URL, as it is written. */
const AUTHORITY = /^\s*[a-z][a-z\d+.-]*:\/\/[^/?#\\]*/i

/** The base URL of sockets on `route`, or `undefined` where it serves none, or this client could not use it. */
export function socketBaseOf(route: Route, facts: ClientFacts, pinned: boolean): string | undefined {
  return pinned ? undefined : route.socketBaseURL(facts)
}

/**
 * openai 7 asks the client for the headers of every socket before it opens one: there a socket that the route does not
 * serve is refused with a clear error, in the constructor of the socket. Earlier versions run into a base that cannot be reached.
 */
export function installSocketRefusal(
  client: ClientInternals,
  state: RegistrationState,
  facts: ClientFacts,
  pinned: boolean,
): () => void {
  const original = client['_buildWebSocketHeaders']
  if (original === undefined || !refusesSockets(client)) return () => undefined
  return replaceProperty(
    client,
    '_buildWebSocketHeaders',
    function (this: unknown, ...parts: unknown[]): unknown {
      const route = currentRoute(state)
      if (route !== undefined && socketBaseOf(route, facts, pinned) === undefined) throw refusal(route)
      const headers: unknown = Reflect.apply(original, this, parts)
      return withholdsKey(state, facts) ? withoutKeys(headers) : headers
    },
  )
}

/** Default headers of the client may bring a key that `apiKey` does not know. */
function withoutKeys(headers: unknown): unknown {
  const isKey = ([name, value]: readonly [string, unknown]): boolean =>
    (PROVIDER_CREDENTIAL_HEADERS as readonly string[]).includes(name.toLowerCase()) &&
    !String(value).includes(WITHHELD_KEY)
  return Object.fromEntries(Object.entries(headers as object).filter((entry) => !isKey(entry)))
}

function refusal(route: Route): PatchbayError {
  return new PatchbayError(
    'websocket_not_served',
    `The client is registered on the route "${route.name}", which serves HTTP requests but no WebSockets. Nothing was ` +
      'sent. Use another client, one that is not registered, for realtime sessions and responses over WebSocket.',
  )
}
