import { register } from '@patchbay/sdk'
import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { chatRequest } from '../prompts.ts'
import { bedrockRoute } from './support/bedrock-route.ts'

/** The bytes of `asResponse()`, which nobody decodes; a delta is counted for each `"content"` in them. */
const contestant: Contestant = (baseURL, prompt) => {
  const client = new OpenAI({ apiKey: 'unused' })
  register(client, bedrockRoute(baseURL))
  const request = { ...chatRequest(prompt), stream: true as const }
  return {
    async call() {
      const response = await client.chat.completions.create(chatRequest(prompt)).asResponse()
      return (await response.text()).length
    },
    async stream(onDelta) {
      const response = await client.chat.completions.create(request).asResponse()
      for await (const bytes of response.body ?? []) {
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        for (let at = buffer.indexOf(CONTENT); at >= 0; at = buffer.indexOf(CONTENT, at + 1)) onDelta()
      }
    },
  }
}
const CONTENT = Buffer.from('"content":"The')
export default contestant
