// What hooks read: nothing is parsed for them that was parsed before, and of a stream only what may tell something.
import { bedrock, gateway, type Hooks, register, type Route } from '@patchbay/sdk'
import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
} from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { recordHooks } from './support/record-hooks.ts'
import { LLAMA } from './support/setups.ts'

let bedrockServer: BedrockServer
let gatewayServer: GatewayServer
beforeAll(async () => {
  bedrockServer = await createBedrockServer()
  gatewayServer = await createGatewayServer()
})
afterAll(() => Promise.all([bedrockServer.close(), gatewayServer.close()]))
afterEach(() => vi.restoreAllMocks())

const TEXT = 'A sentence that is in no other text. '.repeat(40)
const messages = [{ role: 'user' as const, content: 'hello' }]

interface RouteCase {
  readonly name: string
  readonly model: string
  readonly at: () => Route
  readonly answer: () => void
}

const ROUTES: readonly RouteCase[] = [
  {
    name: 'a gateway',
    model: 'gpt-4o',
    at: () => gateway({ baseURL: `${gatewayServer.url}/v1`, apiKey: 'gateway-key' }),
    answer: () => gatewayServer.enqueue({ text: TEXT }),
  },
  {
    name: 'bedrock()',
    model: LLAMA,
    at: () => {
      const { region, url, credentials } = bedrockServer
      return bedrock({ region, endpoint: url, credentials })
    },
    answer: () => bedrockServer.enqueue({ text: TEXT }),
  },
]

/** How often `JSON.parse` is called on a text, by what is in the text, while a call is made. The SDK reads answers by other means. */
async function countParsed(part: string, call: () => Promise<unknown>): Promise<number> {
  const parse = vi.spyOn(JSON, 'parse')
  await call()
  const { length } = parse.mock.calls.filter(([text]) => text.includes(part))
  parse.mockRestore()
  return length
}

describe.each(ROUTES)('on $name', ({ at, model, answer }) => {
  const clientOf = (hooks: Hooks | undefined) => register(new OpenAI({ apiKey: 'unused' }), at(), { hooks })

  it('a whole answer that was parsed already is not parsed for hooks again', async () => {
    const count = async (hooks: Hooks | undefined) => {
      const client = clientOf(hooks)
      answer()
      return countParsed('in no other text', () => client.chat.completions.create({ model, messages }))
    }
    await count(recordHooks().hooks)
    expect(await count(recordHooks().hooks)).toBe(await count(undefined))
  })

  it('a stream is parsed for its first content and for what tells of its end', async () => {
    const count = async (hooks: Hooks | undefined) => {
      const client = clientOf(hooks)
      answer()
      return countParsed('', async () => {
        const stream = await client.chat.completions.create({ model, messages, stream: true })
        for await (const _chunk of stream);
      })
    }
    await count(recordHooks().hooks)
    expect((await count(recordHooks().hooks)) - (await count(undefined))).toBeLessThan(6)
  })
})
