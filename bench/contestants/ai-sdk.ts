import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { generateText, streamText } from 'ai'

import type { Contestant } from '../contestant.ts'
import { CREDENTIALS, MODEL } from '../shape.ts'

/** The AI SDK's own Bedrock provider; short questions alone. */
const contestant: Contestant = (baseURL, { turns }) => {
  const model = createAmazonBedrock({ region: 'us-east-1', baseURL, ...CREDENTIALS })(MODEL)
  const prompt = turns.map((turn) => ('text' in turn ? turn.text : '')).join('')
  return {
    async call() {
      const { text } = await generateText({ model, prompt })
      return text.length
    },
    async stream(onDelta) {
      for await (const text of streamText({ model, prompt }).textStream) if (text !== '') onDelta()
    },
  }
}
export default contestant
