import {
  createFetch as createRouteFetch,
  type CreateFetchOptions,
  resolveRoute,
  type Route,
} from '@patchbay/core'
import { localRoutes } from '@patchbay/openai'

/**
 * A `fetch` whose every request takes `route`, for SDKs that accept one: Vercel AI SDK, LlamaIndex, Instructor, OpenAI
 * Agents, Anthropic.
 *
 * @param route a route, or a name, or nothing, with the same meaning as in `register`.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved, or an option is unknown.
 */
export function createFetch(route?: Route | string, options?: CreateFetchOptions): typeof fetch {
  return createRouteFetch(resolveRoute(route, 'fetch', localRoutes), options)
}
