import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CLIENTS, MODELS, proofsIn, type ModelName } from './support.ts'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const NAMES = Object.keys(MODELS) as ModelName[]
const PAIRS = NAMES.flatMap((first) => NAMES.map((second) => [first, second] as const))
const sent = () => server.requests.at(-1)?.json
const WEATHER = 'Sunny at 23 degrees.'

/** Models that get their own reasoning of an earlier turn back. */
const KEEPS = new Set<ModelName>(['Claude 4.5', 'Claude 5.5', 'GPT-5.5', 'GPT-6 sol', 'Grok 4.7'])
/** Kimi and GLM encrypt theirs on Responses. */
const KEEPS_ON_RESPONSES = new Set<ModelName>([...KEEPS, 'Kimi K3', 'GLM 5.3', 'gpt-oss'])

describe.each(Object.entries(CLIENTS))('a conversation by %s', (api, create) => {
  describe.each([false, true])('streamed: %s', (stream) => {
    it.each(PAIRS)('%s, %s, and the first again', async (first, second) => {
      const conversation = create(server, {})
      conversation.say('What is the weather in Paris?')
      const called = await conversation.next(first, stream)
      expect(called.calls.map((call) => JSON.parse(call) as unknown)).toEqual([{ city: 'Paris' }])
      conversation.answerCalls(WEATHER)
      const answered = await conversation.next(second, stream)
      expect(answered.text).not.toBe('')
      const taken = JSON.stringify(sent())
      for (const text of ['Paris', 'get_weather', WEATHER, ...(called.text === '' ? [] : [called.text])])
        expect(taken).toContain(text)
      conversation.say('What is 12 + 30?')
      const last = await conversation.next(first, stream)
      expect(last.text).toContain('42')
      for (const text of ['Paris', WEATHER, answered.text])
        expect(JSON.stringify(sent())).toContain(JSON.stringify(text).slice(1, -1))
      const keeps = api === 'responses' ? KEEPS_ON_RESPONSES : KEEPS
      expect(proofsIn(sent()).length > 0).toBe(keeps.has(first))
    })
  })
})
