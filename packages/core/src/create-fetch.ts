import { dispatch } from './dispatch.ts'
import type { ClientFacts } from './client-facts.ts'
import { noLocalRoutes, resolveRoute } from './resolve-route.ts'
import type { Route } from './route.ts'
import { toFetchCall } from './route-request.ts'

/**
 * A `fetch` whose every http(s) request takes `route`, for SDKs that accept one.
 *
 * Rejects like `fetch`: on abort and on connection failures. Other failures are answers with OpenAI's error envelope.
 * URLs that are not http(s), such as `data:`, go to the global `fetch`.
 *
 * @param route - a route; or a name: of `configure({ routes })`, else of the configured gateway; or nothing: the
 * configured gateway
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved.
 */
export function createFetch(route?: Route | string): typeof fetch {
  const resolved = resolveRoute(route, 'fetch', noLocalRoutes('createFetch()'))
  const client: ClientFacts = {
    kind: 'fetch',
    baseURL: 'https://api.openai.com/v1',
    fetch: (input, init) => globalThis.fetch(input, init),
    customFetch: false,
  }
  return async (input, init) => {
    const call = await toFetchCall(input, init)
    return /^https?:/i.test(call.url) ? dispatch(resolved, call, client) : globalThis.fetch(input, init)
  }
}
