import { type ClientKind, observed, refuseUnknownOptions, resolveRoute, type Route } from '@patchbay/core'
import { attachSender, localRoutes, type RegisterOptions } from '@patchbay/openai'
import type { AnthropicLike, ChatAnthropicLike } from './anthropic-like.ts'
import { attachModel, isChatAnthropic } from './chat-anthropic.ts'
import { detectClient, isClient } from './detect.ts'
import { installCopyInterceptors, installInterceptors } from './interceptors.ts'

const KIND: ClientKind = 'anthropic'

/**
 * Sends the traffic of an `Anthropic` client of @anthropic-ai/sdk along `route`, and of every clone that its
 * `withOptions()` makes from now on; or that of `ChatAnthropic` of @langchain/anthropic. The client's types, retries, timeouts, streams, helpers and error classes stay.
 * Registering again replaces the route; `unregister(client)` ends it without a trace.
 *
 * @param route a route, the name of one, or nothing for the configured gateway, else the local route.
 * @returns the same client.
 * @throws UnsupportedClientError when the client is not recognised or cannot be routed.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved, or an option is unknown.
 */
export function register<T extends AnthropicLike | ChatAnthropicLike>(
  client: T,
  route?: Route | string,
  options: RegisterOptions = {},
): T {
  refuseUnknownOptions(options, ['locals', 'hooks'], 'register()')
  const attachTo = isChatAnthropic(client)
    ? (found: Route) => attachModel(client, found)
    : attachClient(client as AnthropicLike)
  attachTo(observed(resolveRoute(route, KIND, options.locals ?? localRoutes), options.hooks))
  return client
}

/** Detects at once: a client that is not recognised is the first thing to be told. */
function attachClient(client: AnthropicLike): (route: Route) => void {
  const sender = detectClient(client)
  return (route) =>
    attachSender(client, sender, route, {
      kind: KIND,
      isClient,
      install: installInterceptors,
      installOnCopy: installCopyInterceptors,
    })
}
