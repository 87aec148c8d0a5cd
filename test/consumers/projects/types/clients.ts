// The clients of the other SDKs.
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { AzureChatOpenAI, ChatOpenAI } from '@langchain/openai'
import { bedrock, javelin, openai, register } from '@patchbay/sdk'
import { register as registerAnthropic } from '@patchbay/sdk/anthropic'
import { register as registerBedrock } from '@patchbay/sdk/bedrock'
import { register as registerLangChain } from '@patchbay/sdk/langchain'

export const anthropic: Anthropic = register(new Anthropic(), bedrock())
export const aws: BedrockRuntimeClient = register(new BedrockRuntimeClient({}), openai(), {
  transport: 'client',
})
export const chat: ChatOpenAI = register(new ChatOpenAI(), javelin())
export const alone = [
  registerAnthropic(new Anthropic(), bedrock()),
  registerBedrock(new BedrockRuntimeClient({ region: 'us-east-1' }), javelin(), { transport: 'auto' }),
  registerLangChain(new AzureChatOpenAI(), bedrock()),
] satisfies [Anthropic, BedrockRuntimeClient, AzureChatOpenAI]
export const borrowed = bedrock({
  client: new BedrockRuntimeClient({ region: process.env['AWS_REGION'] ?? '' }),
})
