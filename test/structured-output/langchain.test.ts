import { bedrock } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/langchain'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { versions } from '../langchain/support/versions.ts'
import { MODELS } from './models.ts'

const Weather = z.object({ city: z.string(), degrees: z.number(), sky: z.enum(['clear', 'cloudy']) })
const question = 'Report the weather in Oslo.'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

describe.each(versions)('withStructuredOutput of $name', ({ openai }) => {
  describe.each(MODELS)('on $model', ({ model }) => {
    const structured = (method: 'functionCalling' | 'jsonSchema') => {
      const { region, url: endpoint, credentials } = server
      const chat = new openai.ChatOpenAI({ model, apiKey: 'unused', maxRetries: 0 })
      return register(chat, bedrock({ region, endpoint, credentials })).withStructuredOutput(Weather, {
        method,
        name: 'weather_report',
      })
    }

    it.each(['functionCalling', 'jsonSchema'] as const)('answers whole by %s', async (method) => {
      const answer = await structured(method).invoke(question)
      expect(Weather.safeParse(answer).success).toBe(true)
      expect(answer.city).toBe('Oslo')
    })

    it.each(['functionCalling', 'jsonSchema'] as const)('streams by %s', async (method) => {
      let last: unknown
      for await (const part of await structured(method).stream(question)) last = part
      expect(Weather.safeParse(last).success).toBe(true)
    })
  })
})
