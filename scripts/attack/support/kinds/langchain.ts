import { ChatAnthropic } from '@langchain/anthropic'
import { ChatBedrockConverse } from '@langchain/aws'
import { register, type RoutableClient } from '@patchbay/sdk'
import { TEST_CREDENTIALS } from '@patchbay/testing'

import { type Version, versions } from '../../../../test/langchain/support/versions.ts'
import {
  CALLER_KEY,
  CLAUDE,
  type ClientKind,
  type ClientSetup,
  DEPLOYMENT,
  joined,
  MODEL,
  QUESTION,
} from './kind.ts'

/** What the models of every package have in common here. */
interface Model {
  invoke(input: string): Promise<{ readonly content: unknown }>
  stream(input: string): Promise<AsyncIterable<{ readonly content: unknown }>>
}

function kind(
  name: string,
  protocol: ClientKind['protocol'],
  make: (setup: ClientSetup) => Model,
  clientOf: (model: Model) => object = (model) => model,
): ClientKind {
  return {
    name,
    protocol,
    make(setup) {
      const model = make(setup)
      const client = clientOf(model)
      return {
        client,
        route: (route) => void register(client as RoutableClient, route),
        plain: async () => textOf((await model.invoke(QUESTION)).content),
        stream: async () => joined(await model.stream(QUESTION), ({ content }) => textOf(content)),
      }
    },
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return (content as { text?: string }[]).map(({ text }) => text ?? '').join('')
}

const fields = ({ provider, retries }: ClientSetup) => ({
  model: MODEL,
  apiKey: CALLER_KEY,
  maxRetries: retries,
  configuration: { baseURL: `${provider}/v1` },
})

const azureFields = ({ provider, retries }: ClientSetup) => ({
  model: MODEL,
  maxRetries: retries,
  azureOpenAIApiKey: CALLER_KEY,
  azureOpenAIApiVersion: '2024-10-21',
  azureOpenAIApiDeploymentName: DEPLOYMENT,
  azureOpenAIBasePath: `${provider}/openai/deployments`,
})

const [before1, latest] = versions as readonly [Version, Version]

/** LangChain's chat models. */
export const LANGCHAIN_KINDS: readonly ClientKind[] = [
  kind('ChatOpenAI 0.6', 'openai', (setup) => new before1.openai.ChatOpenAI(fields(setup))),
  kind('ChatOpenAI', 'openai', (setup) => new latest.openai.ChatOpenAI(fields(setup))),
  kind(
    'ChatOpenAI, Responses',
    'openai',
    (setup) => new latest.openai.ChatOpenAI({ ...fields(setup), useResponsesApi: true }),
  ),
  kind('AzureChatOpenAI', 'openai', (setup) => new latest.openai.AzureChatOpenAI(azureFields(setup))),
  kind(
    'ChatAnthropic',
    'anthropic',
    ({ provider, retries }) =>
      new ChatAnthropic({
        apiKey: CALLER_KEY,
        model: CLAUDE,
        maxTokens: 100,
        maxRetries: retries,
        anthropicApiUrl: provider,
      }) as unknown as Model,
  ),
  kind(
    'ChatBedrockConverse',
    'bedrock',
    ({ provider, retries }) =>
      new ChatBedrockConverse({
        model: CLAUDE,
        region: 'us-east-1',
        endpointHost: provider.replace('http://', ''),
        credentials: TEST_CREDENTIALS,
        maxRetries: retries,
      }),
    (model) => (model as unknown as { client: object }).client,
  ),
]
