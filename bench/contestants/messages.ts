import Anthropic from '@anthropic-ai/sdk'
import { register } from '@patchbay/sdk'

import type { Contestant } from '../contestant.ts'
import { MODEL } from '../shape.ts'
import { bedrockRoute } from './support/bedrock-route.ts'

/** Anthropic's Messages on a `bedrock()` route; short questions alone. */
const contestant: Contestant = (baseURL, { turns }) => {
  const client = new Anthropic({ apiKey: 'unused' })
  register(client, bedrockRoute(baseURL))
  const request = {
    model: MODEL,
    max_tokens: 1000,
    messages: turns.map((turn) => ({ role: 'user' as const, content: 'text' in turn ? turn.text : '' })),
  }
  return {
    async call() {
      const [block] = (await client.messages.create(request)).content
      return block?.type === 'text' ? block.text.length : 0
    },
    async stream(onDelta) {
      for await (const event of await client.messages.create({ ...request, stream: true }))
        if (event.type === 'content_block_delta') onDelta()
    },
  }
}
export default contestant
