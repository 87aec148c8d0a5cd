import { createFetch as createRouteFetch, resolveRoute, type Route } from '@patchbay/core'
import { localRoutes } from '@patchbay/openai'

/**
 * A `fetch` whose every request takes `route`, for SDKs that accept one: Vercel AI SDK, LlamaIndex, Instructor, OpenAI
 * Agents, Anthropic.
 *
 * @param route a route, or a name, or nothing, with the same meaning as in `register`.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved.
 */
export function createFetch(route?: Route | string): typeof fetch {
  return createRouteFetch(resolveRoute(route, 'fetch', localRoutes))
}
