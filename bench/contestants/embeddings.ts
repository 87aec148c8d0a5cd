import { register } from '@patchbay/sdk'
import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { DIMENSIONS } from '../shape.ts'
import { bedrockRoute } from './support/bedrock-route.ts'
import { EMBEDDED, EMBEDDING_MODEL } from './support/embedded.ts'

const contestant: Contestant = (baseURL) => {
  const client = new OpenAI({ apiKey: 'unused' })
  register(client, bedrockRoute(baseURL))
  return {
    async call() {
      const { data } = await client.embeddings.create({ model: EMBEDDING_MODEL, input: EMBEDDED })
      return data.filter(({ embedding }) => embedding.length === DIMENSIONS).length
    },
  }
}
export default contestant
