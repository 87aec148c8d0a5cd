// What short samples use without saying where it comes from, and the globals of Jest. A sample that imports or declares a name has its own.
import type { Route } from '@patchbay/sdk'
import type { createAmazonBedrock as CreateAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import type { createAnthropic as CreateAnthropic } from '@ai-sdk/anthropic'
import type { createOpenAI as CreateOpenAI } from '@ai-sdk/openai'
import type { BedrockRuntimeClient as AwsClient } from '@aws-sdk/client-bedrock-runtime'
import type * as langchainAws from '@langchain/aws'
import type * as langchain from '@langchain/openai'
import type { generateText as GenerateText } from 'ai'
import type OpenAIClient from 'openai'
import type { Portkey as PortkeyClient } from 'portkey-ai'

declare global {
  const OpenAI: typeof OpenAIClient
  const BedrockRuntimeClient: typeof AwsClient
  const ChatOpenAI: typeof langchain.ChatOpenAI
  const AzureChatOpenAI: typeof langchain.AzureChatOpenAI
  const ChatBedrockConverse: typeof langchainAws.ChatBedrockConverse
  const BedrockEmbeddings: typeof langchainAws.BedrockEmbeddings
  const OpenAIEmbeddings: typeof langchain.OpenAIEmbeddings
  const createOpenAI: typeof CreateOpenAI
  const generateText: typeof GenerateText
  const register: typeof import('@patchbay/sdk').register
  const unregister: typeof import('@patchbay/sdk').unregister
  const registrationOf: typeof import('@patchbay/sdk').registrationOf
  const configure: typeof import('@patchbay/sdk').configure
  const javelin: typeof import('@patchbay/sdk').javelin
  const portkey: typeof import('@patchbay/sdk').portkey
  const altrum: typeof import('@patchbay/sdk').altrum
  const bedrockAccessGateway: typeof import('@patchbay/sdk').bedrockAccessGateway
  const gateway: typeof import('@patchbay/sdk').gateway
  const bedrock: typeof import('@patchbay/sdk').bedrock
  const openai: typeof import('@patchbay/sdk').openai
  const fallback: typeof import('@patchbay/sdk').fallback
  const loadBalance: typeof import('@patchbay/sdk').loadBalance
  const retry: typeof import('@patchbay/sdk').retry
  const timeout: typeof import('@patchbay/sdk').timeout
  const createFetch: typeof import('@patchbay/sdk').createFetch
  const query: typeof import('@patchbay/sdk').query
  const listModels: typeof import('@patchbay/sdk').listModels
  const defineGateway: typeof import('@patchbay/sdk').defineGateway
  /** The gateway that the page on definitions defines. */
  const acme: (options: { baseURL: string; apiKey: string; route: string }) => Route
  /** jest's, which vitest's are like. */
  const test: typeof import('vitest').test
  const expect: typeof import('vitest').expect

  const client: OpenAIClient
  /** A client that is not registered, on a gateway. */
  const theirClient: OpenAIClient
  /** The client that the page on Portkey's SDK begins with. */
  const portkeyClient: PortkeyClient
  const route: string & Route
  const body: { messages: unknown[] }
  const messages: OpenAIClient.Chat.ChatCompletionMessageParam[]
  /** The models that the page on ChatBedrockConverse begins with. */
  const bedrockChat: langchainAws.ChatBedrockConverse
  const openaiChat: langchain.ChatOpenAI
  /** The providers that the page on @ai-sdk/amazon-bedrock begins with. */
  const theirProvider: ReturnType<typeof CreateAmazonBedrock>
  const claudeProvider: ReturnType<typeof CreateAnthropic>
  const openaiProvider: ReturnType<typeof CreateOpenAI>
  /** Keys as bedrock-wrapper takes them. */
  const awsCreds: { region: string; accessKeyId: string; secretAccessKey: string }
  /** Messages that fit the types of every SDK. */
  const question: { role: 'user'; content: string }[]
  const apiKey: string
  const apiVersion: string
  const baseURL: string
  const endpoint: string
  const model: string
  const modelId: string
  const signature: string
  const region: string
  const javelinKey: string
  const awsAccessKeyId: string
  const awsSecretAccessKey: string
  const awsSessionToken: string
}
