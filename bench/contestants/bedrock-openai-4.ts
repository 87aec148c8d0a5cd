import { register } from '@patchbay/sdk'
import { OpenAI } from 'openai-4'

import type { Contestant } from '../contestant.ts'
import { bedrockRoute } from './support/bedrock-route.ts'
import { chatCompletions } from './support/chat-completions.ts'

/** openai 4, which takes server-sent events alone. */
const contestant: Contestant = (baseURL, prompt) => {
  const client = new OpenAI({ apiKey: 'unused' })
  register(client, bedrockRoute(baseURL))
  return chatCompletions(client as never, prompt)
}
export default contestant
