import { register } from '@patchbay/sdk'
import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { bedrockRoute } from './support/bedrock-route.ts'
import { chatCompletions } from './support/chat-completions.ts'

const contestant: Contestant = (baseURL, prompt) => {
  const client = new OpenAI({ apiKey: 'unused' })
  register(client, bedrockRoute(baseURL))
  return chatCompletions(client, prompt)
}
export default contestant
