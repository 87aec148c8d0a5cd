import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'

import type { Contestant } from '../contestant.ts'
import { CREDENTIALS, DIMENSIONS } from '../shape.ts'
import { EMBEDDED, EMBEDDING_MODEL } from './support/embedded.ts'

const contestant: Contestant = (endpoint) => {
  const requestHandler = new NodeHttpHandler({ httpAgent: { maxSockets: 512, keepAlive: true } })
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint,
    credentials: CREDENTIALS,
    requestHandler,
  })
  const embed = async (inputText: string) => {
    const body = JSON.stringify({ inputText })
    const answer = await client.send(
      new InvokeModelCommand({ modelId: EMBEDDING_MODEL, contentType: 'application/json', body }),
    )
    return (JSON.parse(new TextDecoder().decode(answer.body)) as { embedding: number[] }).embedding
  }
  return {
    async call() {
      const embeddings = await Promise.all(EMBEDDED.map(embed))
      return embeddings.filter((embedding) => embedding.length === DIMENSIONS).length
    },
  }
}
export default contestant
