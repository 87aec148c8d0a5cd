/**
 * `@patchbay/sdk/gateways`: the gateway routes, `createFetch` and `query`, without anything of AWS.
 *
 * @packageDocumentation
 */
import {
  ConfigurationError,
  createFetch as createRouteFetch,
  type CreateFetchOptions,
  type LocalRoutes,
  resolveRoute,
  type Route,
} from '@patchbay/core'

export * from './foundation.ts'
export * from './gateway-routes.ts'

/** This entry point knows no local routes: nothing of AWS is reached from it. */
const NO_LOCAL_ROUTES: LocalRoutes = {
  byDefault: () => {
    throw new ConfigurationError(
      'No gateway is configured, and @patchbay/sdk/gateways has no local routes. Set the key of your gateway, give ' +
        'createFetch() a route, or import createFetch from @patchbay/sdk.',
    )
  },
  byModel: () => undefined,
}

/**
 * A `fetch` whose every request takes `route`, as `createFetch` of `@patchbay/sdk`, but without local routes.
 *
 * @param route a route, or a name of one, or nothing for the configured gateway.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved, or an option is unknown.
 */
export function createFetch(route?: Route | string, options?: CreateFetchOptions): typeof fetch {
  return createRouteFetch(resolveRoute(route, 'fetch', NO_LOCAL_ROUTES), options)
}
