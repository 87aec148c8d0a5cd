import { ChatOpenAI } from '@langchain/openai'
import { register } from '@patchbay/sdk'

import type { Contestant } from '../contestant.ts'
import { MODEL } from '../shape.ts'
import { bedrockRoute } from './support/bedrock-route.ts'
import { langchain } from './support/langchain.ts'

const contestant: Contestant = (baseURL, prompt) => {
  const model = new ChatOpenAI({ model: MODEL, apiKey: 'unused' })
  register(model, bedrockRoute(baseURL))
  return langchain(model, prompt)
}
export default contestant
