// The same for the other SDKs.
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { AzureChatOpenAI, ChatOpenAI } from '@langchain/openai'

export const clients = [
  new Anthropic(),
  new BedrockRuntimeClient({}),
  new ChatOpenAI(),
  new AzureChatOpenAI(),
]
