import {
  attach,
  type ClientKind,
  observed,
  refuseUnknownOptions,
  resolveRoute,
  type Route,
} from '@patchbay/core'
import { localRoutes, type RegisterOptions } from '@patchbay/openai'
import { detectModel } from './detect.ts'
import type { LangChainLike } from './langchain-like.ts'
import { installInterceptors } from './interceptors.ts'

const KIND: ClientKind = 'langchain'

/**
 * Sends the traffic of a LangChain model along `route`: `ChatOpenAI`, `AzureChatOpenAI`, `OpenAI`, `AzureOpenAI`,
 * `OpenAIEmbeddings` or `AzureOpenAIEmbeddings` of `@langchain/openai` 0.6 or 1.x, and every model that its `bindTools()`,
 * `withConfig()` and `withStructuredOutput()` make from now on. Types, retries, timeouts and streams stay as they were.
 * Registering again replaces the route; `unregister(model)` ends it without a trace, for the derived models too.
 *
 * Models that were bound before the registration are not reached by it: register first, then bind.
 *
 * @param route a route, the name of one, or nothing for the configured gateway, else the local route.
 * @returns the same model.
 * @throws UnsupportedClientError when the model is not recognised or cannot be routed.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved, or an option is unknown.
 */
export function register<T extends LangChainLike>(
  model: T,
  route?: Route | string,
  options: RegisterOptions = {},
): T {
  const internals = detectModel(model)
  refuseUnknownOptions(options, ['locals', 'hooks'], 'register()')
  const resolved = observed(resolveRoute(route, KIND, options.locals ?? localRoutes), options.hooks)
  attach(model, KIND, resolved, (state) => installInterceptors(internals, state))
  return model
}
