import {
  attach,
  ConfigurationError,
  observed,
  processState,
  type RegistrationState,
  refuseUnknownOptions,
  resolveRoute,
  type Route,
} from '@patchbay/core'
import type { BedrockRuntimeClientLike } from './bedrock-runtime-client-like.ts'
import { detectClient } from './detect.ts'
import { installInterceptors } from './install.ts'
import { localRoutes } from './local-routes.ts'
import type { RegisterOptions } from './register-options.ts'

/** By registration: the last call of `register` counts, of whichever copy of the package. */
function optionsOf(): WeakMap<RegistrationState, RegisterOptions> {
  return processState('bedrock-register-options.v1', () => new WeakMap())
}

/**
 * Sends the traffic of a `BedrockRuntimeClient` along `route`. Its commands, types, retries, streams and exceptions stay.
 * Registering again replaces the route and the options; `unregister(client)` ends it without a trace.
 *
 * @param route a route, the name of one, or nothing for the configured gateway, else `openai()`. Gateways that know
 * Bedrock's API are sent its requests; policies use each of their routes as it would be used alone; every other route serves
 * Converse and InvokeModel, streamed or not, and CountTokens, in OpenAI's shape.
 * @returns the same client.
 * @throws UnsupportedClientError when the client is not recognised.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved, or an option is unknown.
 */
export function register<T extends BedrockRuntimeClientLike>(
  client: T,
  route?: Route | string,
  options: RegisterOptions = {},
): T {
  const internals = detectClient(client)
  validate(options)
  const resolved = observed(resolveRoute(route, 'bedrock', localRoutes), options.hooks)
  const state = attach(internals, 'bedrock', resolved, (own) =>
    installInterceptors(internals, own, () => optionsOf().get(own) ?? {}),
  )
  optionsOf().set(state, options)
  return client
}

function validate(options: RegisterOptions): void {
  refuseUnknownOptions(options, ['transport', 'hooks'], 'register()')
  const { transport } = options
  if (transport !== undefined && transport !== 'auto' && transport !== 'client') {
    throw new ConfigurationError("register(): `transport` must be 'auto' or 'client'.")
  }
}
