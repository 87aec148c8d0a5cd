import { resolveRoute, type Route } from '@patchbay/core'

/**
 * The route that a name stands for, as `register` would read it; without a name the configured gateway, else `bedrock()`.
 *
 * @throws ConfigurationError, AmbiguousGatewayError, UnknownRouteError
 */
export async function findRoute(name: string | undefined): Promise<Route> {
  const { localRoutes } = await import('@patchbay/openai')
  return resolveRoute(name, 'fetch', localRoutes)
}
