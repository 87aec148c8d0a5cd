import {
  type AnthropicLike,
  isAnthropicClient,
  isChatAnthropic,
  register as registerAnthropic,
} from '@patchbay/anthropic'
import {
  type BedrockRuntimeClientLike,
  isBedrockRuntimeClient,
  register as registerBedrock,
  type RegisterOptions as BedrockRegisterOptions,
} from '@patchbay/bedrock'
import type { Route } from '@patchbay/core'
import { isLangChainModel, type LangChainLike, register as registerLangChain } from '@patchbay/langchain'
import {
  type OpenAILike,
  register as registerOpenAI,
  type RegisterOptions as OpenAIRegisterOptions,
} from '@patchbay/openai'

/** The clients that `register` takes, by the shape they have in common over their versions. */
export type RoutableClient = OpenAILike | LangChainLike | BedrockRuntimeClientLike | AnthropicLike

/** What concerns a registration rather than its route, by the kind of client. */
export type RegisterOptions<T> = T extends BedrockRuntimeClientLike
  ? BedrockRegisterOptions
  : OpenAIRegisterOptions

/**
 * Sends the traffic of a client along `route`, from now on and until `unregister(client)`.
 *
 * Takes `OpenAI` and `AzureOpenAI` of openai 4.104, 5, 6 and 7, the OpenAI models of `@langchain/openai`, the AWS SDK's
 * `BedrockRuntimeClient`, `Anthropic` of `@anthropic-ai/sdk`, and `ChatAnthropic` of `@langchain/anthropic`. Clients are recognised by their structure: no SDK is
 * imported for it. Registering again replaces the route.
 *
 * @param route a route such as `javelin()` or `bedrock()`; or a name: of `configure({ routes })`, else of the configured
 * gateway, else of a Bedrock model; or nothing: the configured gateway, else the local route for that kind of client.
 * @returns the same client, with the same type.
 * @throws UnsupportedClientError when the client is not recognised or cannot be routed.
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError when `route` cannot be resolved.
 */
export function register<T extends RoutableClient>(
  client: T,
  route?: Route | string,
  options?: RegisterOptions<T>,
): T {
  if (isBedrockRuntimeClient(client)) {
    registerBedrock(client as BedrockRuntimeClientLike, route, options as BedrockRegisterOptions | undefined)
  } else if (isLangChainModel(client)) {
    registerLangChain(client as LangChainLike, route, options as OpenAIRegisterOptions | undefined)
  } else if (isAnthropicClient(client) || isChatAnthropic(client)) {
    registerAnthropic(client as AnthropicLike, route, options as OpenAIRegisterOptions | undefined)
  } else {
    registerOpenAI(client as OpenAILike, route, options as OpenAIRegisterOptions | undefined)
  }
  return client
}
