import { dispatch } from './dispatch.ts'
import type { ClientFacts } from './client-facts.ts'
import { refuseUnknownOptions } from './gateways/gateway-options.ts'
import type { Hooks } from './hooks/hook-event.ts'
import { observed } from './hooks/observed-route.ts'
import { noLocalRoutes, resolveRoute } from './resolve-route.ts'
import type { Route } from './route.ts'
import { toFetchCall } from './route-request.ts'

/** Options of `createFetch`. */
export interface CreateFetchOptions {
  /** See the requests begin, be tried and end, besides the hooks of `configure`. Default: none. */
  readonly hooks?: Hooks | readonly Hooks[] | undefined
}

/**
 * A `fetch` whose every http(s) request takes `route`, for SDKs that accept one.
 *
 * Rejects like `fetch`: on abort and on connection failures. Other failures are answers with OpenAI's error envelope.
 * URLs that are not http(s), such as `data:`, go to the global `fetch`.
 *
 * @param route - a route; or a name: of `configure({ routes })`, else of the configured gateway; or nothing: the
 * configured gateway
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved, or an option is unknown.
 */
export function createFetch(route?: Route | string, options: CreateFetchOptions = {}): typeof fetch {
  refuseUnknownOptions(options, ['hooks'], 'createFetch()')
  const found = resolveRoute(route, 'fetch', noLocalRoutes('createFetch()'))
  const resolved = observed(found, options.hooks, 'createFetch()')
  const client: ClientFacts = {
    kind: 'fetch',
    baseURL: 'https://api.openai.com/v1',
    fetch: (input, init) => globalThis.fetch(input, init),
    get ownFetch() {
      return globalThis.fetch
    },
    customFetch: false,
  }
  return async (input, init) => {
    const call = await toFetchCall(input, init)
    return /^https?:/i.test(call.url) ? dispatch(resolved, call, client) : globalThis.fetch(input, init)
  }
}
