import { isBodiless, type NodeStream, toWebStream } from '@patchbay/core'

/** What was converted, so that an answer which no route touched reaches the client as its own `fetch` gave it. */
const originals = new WeakMap<Response, Response>()

/**
 * An answer of a client's own `fetch` as a `Response` of this platform. The default `fetch` of openai 4 is node-fetch,
 * whose body is a Node stream: routes must not have to know. Anything with a web body is handed on as it is.
 */
export function toWebResponse(response: Response): Response {
  const body: unknown = response.body
  if (!isNodeStream(body)) return response
  const { status, statusText, url } = response
  const headers = new Headers([...response.headers])
  const converted = new Response(isBodiless(status) ? null : toWebStream(body), {
    status,
    statusText,
    headers,
  })
  originals.set(converted, response)
  return Object.defineProperty(converted, 'url', { value: url, configurable: true })
}

/**
 * The answer as the client's own `fetch` gave it, where the route has handed it on unread; else the answer itself.
 * Code around openai 4 reads what only node-fetch has: `response.body.pipe()`, `response.buffer()`.
 */
export function toOwnResponse(answer: Response): Response {
  const original = originals.get(answer)
  return original === undefined || answer.bodyUsed || answer.body?.locked === true ? answer : original
}

function isNodeStream(body: unknown): body is NodeStream {
  return typeof body === 'object' && body !== null && 'destroy' in body && Symbol.asyncIterator in body
}
