import {
  attach,
  attachClone,
  type ClientKind,
  type LocalRoutes,
  resolveRoute,
  type Route,
  stateOf,
  unregister,
} from '@patchbay/core'
import { localRoutes } from '@patchbay/openai'
import type { AnthropicLike } from './anthropic-like.ts'
import { type ClientInternals, detectClient, isClient } from './detect.ts'
import { installCopySeam, installSeams } from './seams.ts'

/** What concerns a registration rather than its route. */
export interface RegisterOptions {
  /** What serves a client without a gateway. Default: the local routes of `@patchbay/local`. */
  readonly locals?: LocalRoutes
}

const KIND: ClientKind = 'anthropic'

/**
 * Sends the traffic of an `Anthropic` client of @anthropic-ai/sdk along `route`, and of every clone that its
 * `withOptions()` makes from now on. The client's types, retries, timeouts, streams, helpers and error classes stay.
 * Registering again replaces the route; `unregister(client)` ends it without a trace.
 *
 * @param route a route, the name of one, or nothing for the configured gateway, else the local route.
 * @returns the same client.
 * @throws UnsupportedClientError when the client is not recognised or cannot be routed.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved.
 */
export function register<T extends AnthropicLike>(
  client: T,
  route?: Route | string,
  options: RegisterOptions = {},
): T {
  const sender = detectClient(client)
  const resolved = resolveRoute(route, KIND, options.locals ?? localRoutes)
  const state = attach(sender, KIND, resolved, (own) => installSeams(sender, own))
  if (isSeparateCopy(client, sender) && stateOf(client)?.restore === undefined) {
    attachClone(client, KIND, state, (own) => {
      const uninstall = installCopySeam(client, own)
      return () => {
        uninstall()
        unregister(sender)
      }
    })
  }
  return client
}

/** A Proxy around the sender shows the sender's registration as its own; a spread copy does not. */
function isSeparateCopy(client: object, sender: object): client is ClientInternals {
  return client !== sender && stateOf(client) !== stateOf(sender) && isClient(client)
}
