import { dispatch } from './dispatch.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Route } from './route.ts'
import { toFetchCall } from './route-request.ts'

/**
 * A `fetch` whose every http(s) request takes `route`, for SDKs that accept one.
 *
 * Rejects like `fetch`: on abort and on connection failures. Other failures are answers with OpenAI's error envelope.
 * URLs that are not http(s), such as `data:`, go to the global `fetch`.
 */
export function createFetch(route: Route): typeof fetch {
  const client: ClientFacts = {
    kind: 'fetch',
    baseURL: 'https://api.openai.com/v1',
    fetch: (input, init) => globalThis.fetch(input, init),
    customFetch: false,
  }
  return async (input, init) => {
    const call = await toFetchCall(input, init)
    return /^https?:/i.test(call.url) ? dispatch(route, call, client) : globalThis.fetch(input, init)
  }
}
