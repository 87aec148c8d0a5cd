import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'

import type { Contestant } from '../contestant.ts'
import { CREDENTIALS } from '../shape.ts'
import { converse } from './support/converse.ts'

/** The AWS SDK as it comes: HTTP/2. */
const contestant: Contestant = (_, prompt, { http2 }) =>
  converse(
    new BedrockRuntimeClient({ region: 'us-east-1', endpoint: http2, credentials: CREDENTIALS }),
    prompt,
  )
export default contestant
