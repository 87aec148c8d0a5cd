import { gateway, register } from '@patchbay/sdk'
import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { chatCompletions } from './support/chat-completions.ts'

const contestant: Contestant = (baseURL, prompt) => {
  const client = new OpenAI({ apiKey: 'unused' })
  register(client, gateway({ baseURL: `${baseURL}/v1`, apiKey: 'unused' }))
  return chatCompletions(client, prompt)
}
export default contestant
