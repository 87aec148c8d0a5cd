import { register } from '@patchbay/sdk'
import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { MODEL } from '../shape.ts'
import { bedrockRoute } from './support/bedrock-route.ts'

/** OpenAI's Responses on a `bedrock()` route; short questions alone. */
const contestant: Contestant = (baseURL, { turns }) => {
  const client = new OpenAI({ apiKey: 'unused' })
  register(client, bedrockRoute(baseURL))
  const request = { model: MODEL, input: turns.map((turn) => ('text' in turn ? turn.text : '')).join('') }
  return {
    async call() {
      return (await client.responses.create(request)).output_text.length
    },
    async stream(onDelta) {
      for await (const event of await client.responses.create({ ...request, stream: true }))
        if (event.type === 'response.output_text.delta') onDelta()
    },
  }
}
export default contestant
