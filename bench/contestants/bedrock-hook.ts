import { register } from '@patchbay/sdk'
import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { bedrockRoute } from './support/bedrock-route.ts'
import { chatCompletions } from './support/chat-completions.ts'

/** With a hook that is told of every request, and does nothing. */
const contestant: Contestant = (baseURL, prompt) => {
  const client = new OpenAI({ apiKey: 'unused' })
  register(client, bedrockRoute(baseURL), { hooks: { onEnd() {} } })
  return chatCompletions(client, prompt)
}
export default contestant
