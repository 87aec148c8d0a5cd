import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'

import { measure } from '../measure.ts'
import { CREDENTIALS, MODEL, PROMPT, UPSTREAM } from '../shape.ts'

// HTTP/1.1 with keep-alive: the AWS SDK at its best. Its default opens an HTTP/2 connection for every call.
const client = new BedrockRuntimeClient({
  region: 'us-east-1',
  endpoint: UPSTREAM,
  credentials: CREDENTIALS,
  requestHandler: new NodeHttpHandler(),
})
const input = { modelId: MODEL, messages: [{ role: 'user' as const, content: [{ text: PROMPT }] }] }

await measure({
  async call() {
    const answer = await client.send(new ConverseCommand(input))
    return answer.output?.message?.content?.[0]?.text ?? ''
  },
  async stream() {
    const answer = await client.send(new ConverseStreamCommand(input))
    let deltas = 0
    for await (const event of answer.stream ?? [])
      if (event.contentBlockDelta?.delta?.text !== undefined) deltas += 1
    return deltas
  },
})
