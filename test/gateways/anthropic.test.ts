import Anthropic from '@anthropic-ai/sdk'
import { altrum, createFetch, gateway, type GatewayRoute, javelin, portkey } from '@patchbay/core'
import { createGatewayServer, type GatewayServer, trap, type Trap } from '@patchbay/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let server: GatewayServer
let provider: Trap

beforeAll(async () => {
  ;[server, provider] = await Promise.all([createGatewayServer(), trap()])
})
afterAll(() => Promise.all([server.close(), provider.close()]))
afterEach(() => {
  server.reset()
  if (provider.connectionCount > 0) throw new Error('The provider was reached.')
})

const KEY = 'sk-ant-of-the-caller'
const ask = { model: 'claude', max_tokens: 10, messages: [{ role: 'user' as const, content: 'hello' }] }
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content: [{ type: 'text', text: 'hi' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 1 },
}

const create = (route: GatewayRoute) =>
  new Anthropic({ apiKey: KEY, baseURL: provider.url, fetch: createFetch(route), maxRetries: 0 })

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events);
}

describe("Anthropic's SDK by createFetch", () => {
  it('is told of a failure in mid-stream and in place of an answer without the key', async () => {
    const client = create(gateway({ baseURL: `${server.url}/v1`, apiKey: 'key-of-the-gateway' }))
    const failure = { type: 'error', error: { type: 'api_error', message: 'bad key-of-the-gateway' } }
    server.enqueue({
      body: `event: error\ndata: ${JSON.stringify(failure)}\n\n`,
      headers: { 'content-type': 'text/event-stream' },
    })
    const stream = await client.messages.create({ ...ask, stream: true })
    await expect(drain(stream)).rejects.toThrow('bad [redacted]')
    server.enqueue({ json: failure })
    const answer: unknown = await client.messages.create(ask)
    expect(answer).toMatchObject({ error: { message: 'bad [redacted]' } })
  })

  it.each([
    ['javelin', () => javelin({ baseURL: server.url, apiKey: 'g', route: 'r' }), 'forward'],
    ['portkey', () => portkey({ baseURL: server.url, apiKey: 'g', provider: '@anthropic' }), 'strip'],
    ['gateway', () => gateway({ baseURL: `${server.url}/v1`, apiKey: 'g' }), 'strip'],
  ] as const)('speaks to /v1/messages of %s', async (_name, route, credentials) => {
    server.reply({ json: message })
    const answer = await create(route()).messages.create(ask)
    expect(answer.content).toMatchObject([{ type: 'text', text: 'hi' }])
    const [request] = server.requests
    expect(request?.path).toBe('/v1/messages')
    expect(JSON.stringify(request?.headers).includes(KEY)).toBe(credentials === 'forward')
  })

  it("raises its own errors, for the gateway's refusals and for the route's", async () => {
    server.reply({ status: 429, json: { error: { message: 'slow down' } } })
    const refused = create(portkey({ baseURL: server.url, provider: '@anthropic' })).messages.create(ask)
    await expect(refused).rejects.toBeInstanceOf(Anthropic.RateLimitError)
    const unserved = create(
      altrum({ baseURL: server.url, apiKey: 'g', provider: 'anthropic' }),
    ).messages.create(ask)
    await expect(unserved).rejects.toBeInstanceOf(Anthropic.BadRequestError)
    server.reply({ disconnect: true })
    const broken = create(gateway({ baseURL: `${server.url}/v1` })).messages.create(ask)
    await expect(broken).rejects.toBeInstanceOf(Anthropic.APIConnectionError)
  })
})
