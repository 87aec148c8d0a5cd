import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { ChatBedrockConverse } from '@langchain/aws'
import { NodeHttpHandler } from '@smithy/node-http-handler'

import type { Contestant } from '../contestant.ts'
import { CREDENTIALS, MODEL } from '../shape.ts'
import { langchain } from './support/langchain.ts'

/** LangChain's own Bedrock model, over HTTP/1.1 with keep-alive. */
const contestant: Contestant = (endpoint, prompt) => {
  const requestHandler = new NodeHttpHandler()
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint,
    credentials: CREDENTIALS,
    requestHandler,
  })
  return langchain(new ChatBedrockConverse({ model: MODEL, region: 'us-east-1', client }), prompt)
}
export default contestant
