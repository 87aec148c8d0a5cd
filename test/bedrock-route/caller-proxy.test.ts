import { Agent } from 'node:http'

import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI4 from 'openai-4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const question = { model, messages: [{ role: 'user' as const, content: 'hello' }] }

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())

const route = () => bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })

/** Node's own dispatcher, which counts what passes through it, as a proxy's would see it. */
async function countingDispatcher() {
  // Node makes its dispatcher at the first request.
  await fetch('data:,')
  const own = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')) as {
    dispatch(...call: unknown[]): boolean
  }
  return {
    calls: 0,
    dispatch(...call: unknown[]) {
      this.calls += 1
      return own.dispatch(...call)
    },
  }
}

describe.each(versions.filter(({ major }) => major > 4))(
  '$name with a proxy in its fetchOptions',
  ({ OpenAI }) => {
    it.each([1, 2])('reaches Bedrock through it, for %i answers', async (n) => {
      const dispatcher = await countingDispatcher()
      const fetchOptions = { dispatcher: dispatcher as never }
      const options = { apiKey: 'unused', maxRetries: 0, fetchOptions }
      const client = register(new OpenAI(options), route())
      const answer = await client.chat.completions.create({ ...question, n })
      expect(answer.choices).toHaveLength(n)
      expect(dispatcher.calls).toBe(n)
    })

    it('reaches Bedrock through it for embeddings, too', async () => {
      const dispatcher = await countingDispatcher()
      const fetchOptions = { dispatcher: dispatcher as never }
      const options = { apiKey: 'unused', maxRetries: 0, fetchOptions }
      const client = register(new OpenAI(options), route())
      await client.embeddings.create({ model: 'amazon.titan-embed-text-v2:0', input: ['one', 'two'] })
      expect(dispatcher.calls).toBe(2)
    })
  },
)

describe('openai 4.104 with a proxy as its httpAgent', () => {
  class CountingAgent extends Agent {
    calls = 0
    override createConnection(...call: Parameters<Agent['createConnection']>) {
      this.calls += 1
      return super.createConnection(...call)
    }
  }

  it('reaches Bedrock through it', async () => {
    const httpAgent = new CountingAgent()
    const options = { apiKey: 'unused', maxRetries: 0, httpAgent, baseURL: 'http://127.0.0.1:9/v1' }
    const client = register(new OpenAI4(options), route())
    await client.chat.completions.create(question)
    expect(httpAgent.calls).toBe(1)
  })

  it('takes no agent to a host of the other protocol, where Node would refuse it', async () => {
    const httpAgent = new CountingAgent()
    const options = { apiKey: 'unused', maxRetries: 0, httpAgent, baseURL: 'https://127.0.0.1:9/v1' }
    const client = register(new OpenAI4(options), route())
    const answer = await client.chat.completions.create(question)
    expect(answer.choices).toHaveLength(1)
    expect(httpAgent.calls).toBe(0)
  })
})
