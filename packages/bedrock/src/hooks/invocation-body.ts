import { parseJSON } from '@patchbay/core'

/** The parsed JSON of an invocation's body or answer. `undefined` where it is a stream, or no JSON. */
export function readInvocationBody(body: unknown): unknown {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body
  return typeof text === 'string' ? parseJSON(text) : undefined
}
