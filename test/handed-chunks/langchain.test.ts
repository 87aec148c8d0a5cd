import { ChatOpenAI } from '@langchain/openai'
import { register, unregister } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { fieldsOf } from '../openai/support/fields-of.ts'
import { collect, countParsed, model, routeTo } from './support/both-ways.ts'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const isHandedOver = process.env['STREAMS'] !== 'events'
const reply = { text: 'one two three', stream: { deltaSize: 4 } }

interface Streaming {
  stream(input: string): Promise<AsyncIterable<{ readonly text: string }>>
}

async function read(chat: Streaming): Promise<{ text: string; parsed: number }> {
  let text = ''
  server.enqueue(reply)
  const parsed = await countParsed(async () => {
    text = (await collect(await chat.stream('hi'))).map((chunk) => chunk.text).join('')
  })
  return { text, parsed }
}

it.each([false, true])(
  'ChatOpenAI takes chunks once its client is there, by responses %s',
  async (useResponsesApi) => {
    const chat = new ChatOpenAI({ model, apiKey: 'unused', maxRetries: 0, useResponsesApi })
    register(chat, routeTo(server))
    const first = await read(chat)
    const second = await read(chat)
    const derived = await read(chat.withConfig({ stop: ['x'] }) as unknown as Streaming)
    expect([first.text, second.text, derived.text]).toEqual([
      'one two three',
      'one two three',
      'one two three',
    ])
    expect(first.parsed).toBeGreaterThan(3)
    if (isHandedOver) expect([second.parsed, derived.parsed]).toEqual([0, 0])
  },
)

it('nothing of it stays on a client that was there, or that came later', async () => {
  const chat = new ChatOpenAI({ model, apiKey: 'unused', maxRetries: 0 })
  register(chat, routeTo(server))
  await read(chat)
  unregister(chat)
  const { completions } = chat as unknown as { completions: { client: object } }
  const before = fieldsOf(completions.client)
  expect(Object.hasOwn(completions.client, 'makeRequest')).toBe(false)
  register(chat, routeTo(server))
  if (isHandedOver) expect((await read(chat)).parsed).toBe(0)
  unregister(chat)
  expect(fieldsOf(completions.client)).toEqual(before)
})
