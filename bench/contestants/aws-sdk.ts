import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'

import type { Contestant } from '../contestant.ts'
import { CREDENTIALS } from '../shape.ts'
import { converse } from './support/converse.ts'

/** The AWS SDK at its best: HTTP/1.1 with keep-alive, and as many sockets as there are calls. */
const contestant: Contestant = (endpoint, prompt) => {
  const requestHandler = new NodeHttpHandler({ httpAgent: { maxSockets: 512, keepAlive: true } })
  return converse(
    new BedrockRuntimeClient({ region: 'us-east-1', endpoint, credentials: CREDENTIALS, requestHandler }),
    prompt,
  )
}
export default contestant
