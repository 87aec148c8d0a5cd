import {
  type Hooks,
  type LocalRoutes,
  observed,
  refuseUnknownOptions,
  resolveRoute,
  type Route,
} from '@patchbay/core'
import { detectClient, isClient } from './detect.ts'
import { attachSender } from './install.ts'
import { localRoutes } from './local-routes.ts'
import type { OpenAILike } from './openai-like.ts'
import { installCopyInterceptors, installInterceptors } from './interceptors.ts'

/** What concerns a registration rather than its route. */
export interface RegisterOptions {
  /** What serves a client without a gateway. Default: the local routes of `@patchbay/bedrock-backend`. */
  readonly locals?: LocalRoutes | undefined
  /** See the client's requests begin, be tried and end, besides the hooks of `configure`. Default: none. */
  readonly hooks?: Hooks | readonly Hooks[] | undefined
}

/**
 * Sends the traffic of an `OpenAI` or `AzureOpenAI` client of openai 4.104, 5, 6 or 7 along `route`, and of every clone
 * that its `withOptions()` makes from now on. The client's types, retries, timeouts, streams and error classes stay.
 * Registering again replaces the route; `unregister(client)` ends it without a trace.
 *
 * While a gateway route with sockets is registered, `client.baseURL` reads as the gateway's base. Where the route serves
 * no WebSockets these fail, and it reads as the host that requests go to (openai 7), or as one that cannot be reached; HTTP is
 * not affected by either. Where the
 * gateway must not get the client's key, `client.apiKey` reads as a harmless word, for sockets again.
 *
 * @param route a route, the name of one, or nothing for the configured gateway, else the local route.
 * @returns the same client.
 * @throws UnsupportedClientError when the client is not recognised or cannot be routed.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved, or an option is unknown.
 */
export function register<T extends OpenAILike>(
  client: T,
  route?: Route | string,
  options: RegisterOptions = {},
): T {
  const detected = detectClient(client)
  refuseUnknownOptions(options, ['locals', 'hooks'], 'register()')
  const resolved = observed(resolveRoute(route, detected.kind, options.locals ?? localRoutes), options.hooks)
  const { kind, client: sender } = detected
  attachSender(client, sender, resolved, {
    kind,
    isClient,
    install: (target, state) => installInterceptors(target, kind, state),
    installOnCopy: (copy, state) => installCopyInterceptors(copy, kind, state),
  })
  return client
}
