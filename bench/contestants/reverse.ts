import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { openai, register } from '@patchbay/sdk'

import type { Contestant } from '../contestant.ts'
import { CREDENTIALS, MODEL } from '../shape.ts'
import { converse } from './support/converse.ts'

/** The other direction: the AWS SDK on an `openai()` route. */
const contestant: Contestant = (baseURL, prompt) => {
  const client = new BedrockRuntimeClient({ region: 'us-east-1', credentials: CREDENTIALS })
  register(client, openai({ baseURL: `${baseURL}/v1`, apiKey: 'unused', models: { [MODEL]: 'gpt-5.4' } }))
  return converse(client, prompt)
}
export default contestant
