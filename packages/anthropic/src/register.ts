import { type ClientKind, refuseUnknownOptions, resolveRoute, type Route } from '@patchbay/core'
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
  if (isChatAnthropic(client)) {
    attachModel(client, resolveRoute(route, KIND, options.locals ?? localRoutes))
    return client
  }
  const sender = detectClient(client)
  refuseUnknownOptions(options, ['locals'], 'register()')
  const resolved = resolveRoute(route, KIND, options.locals ?? localRoutes)
  attachSender(client, sender, resolved, {
    kind: KIND,
    isClient,
    install: installInterceptors,
    installOnCopy: installCopyInterceptors,
  })
  return client
}
