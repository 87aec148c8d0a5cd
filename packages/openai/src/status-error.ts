import type { ClientFacts } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'

/**
 * How this client makes the error of an HTTP status: from the application's own copy of the SDK, and with whatever a
 * subclass of the client has made of it. `undefined` for a copy of a client that has lost its methods.
 */
export function statusErrorOf(client: ClientInternals): ClientFacts['statusError'] {
  const make: unknown = Reflect.get(client, 'makeStatusError')
  if (typeof make !== 'function') return undefined
  return (status, body, headers): unknown =>
    Reflect.apply(make, client, [status, body, undefined, readableBothWays(headers)])
}

/** openai 4 reads the headers of an error as properties, later versions by `get()`. */
function readableBothWays(headers: Headers): Headers {
  return Object.assign(new Headers(headers), Object.fromEntries(headers))
}
