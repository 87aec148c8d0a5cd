import { type ClientFacts, toAnthropicError } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'

/**
 * How this client makes the error of an HTTP status: from the application's own copy of the SDK, and with whatever a
 * subclass of the client has made of it. `undefined` for a copy of a client that has lost its methods.
 */
export function statusErrorOf(client: ClientInternals): ClientFacts['statusError'] {
  const make: unknown = Reflect.get(client, 'makeStatusError')
  if (typeof make !== 'function') return undefined
  return (status, body, headers): unknown => {
    const requestId = headers.get('request-id') ?? headers.get('x-request-id')
    const renamed = new Headers(headers)
    if (requestId !== null) renamed.set('request-id', requestId)
    return Reflect.apply(make, client, [
      status,
      toAnthropicError(status, body, requestId),
      undefined,
      renamed,
    ])
  }
}
