import Anthropic from '@anthropic-ai/sdk'
import {
  altrum,
  bedrockAccessGateway,
  configure,
  createFetch,
  fallback,
  gateway,
  javelin,
  openai,
  portkey,
  register,
  type Route,
  timeout,
} from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer, trap } from '@patchbay/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text: 'Hello.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
}
const events = [
  { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello.' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 1 },
  },
  { type: 'message_stop' },
]
/** The lines of an event may have any order. */
const named = (list: readonly { type: string }[]) =>
  list.map((event) => `${JSON.stringify(event)}\nevent: ${event.type}`)
const question = { model: 'm', max_tokens: 9, messages: [{ role: 'user' as const, content: 'a' }] }
const KEY = 'sk-ant-of-the-caller'

let server: GatewayServer
beforeAll(async () => {
  server = await createGatewayServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  server.reply({ json: message })
})
afterEach(() => configure(null))

const create = (route: Route) => register(new Anthropic({ apiKey: KEY, maxRetries: 0 }), route)

async function attempt(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

const routes = {
  javelin: () => javelin({ baseURL: server.url, apiKey: 'jk', route: 'r1' }),
  'javelin, query': () => javelin({ baseURL: server.url, apiKey: 'jk', route: 'r1', endpoints: 'query' }),
  'portkey, catalogue': () => portkey({ baseURL: server.url, apiKey: 'pk', provider: '@anthropic' }),
  'portkey, provider': () => portkey({ baseURL: server.url, apiKey: 'pk', provider: 'anthropic' }),
  gateway: () => gateway({ baseURL: `${server.url}/llm/v1`, apiKey: 'gk' }),
  openai: () => openai({ baseURL: `${server.url}/v1`, apiKey: 'ok' }),
}

describe('Anthropic clients on gateways', () => {
  it.each<[keyof typeof routes, string, Record<string, string>, boolean]>([
    [
      'javelin',
      '/v1/messages',
      {
        'x-javelin-apikey': 'jk',
        'x-javelin-route': 'r1',
        'x-javelin-model': 'm',
        'x-javelin-provider': 'https://api.anthropic.com',
      },
      true,
    ],
    ['javelin, query', '/v1/query/r1/messages', { 'x-javelin-apikey': 'jk' }, true],
    ['portkey, catalogue', '/v1/messages', { 'x-portkey-api-key': 'pk' }, false],
    ['portkey, provider', '/v1/messages', { 'x-portkey-api-key': 'pk' }, true],
    ['gateway', '/llm/v1/messages', { authorization: 'Bearer gk' }, false],
    ['openai', '/v1/messages', { authorization: 'Bearer ok' }, false],
  ])('%s: go to %s', async (name, path, headers, forwarded) => {
    const client = create(routes[name]())
    expect((await client.messages.create(question)).content).toEqual(message.content)
    await client.messages.countTokens({ model: 'm', messages: question.messages })
    await attempt(client.beta.messages.create({ ...question, betas: ['b'] }))
    const plain = new Anthropic({ apiKey: KEY, fetch: createFetch(routes[name]()) })
    await plain.messages.create(question)
    expect(server.requests.map((request) => request.path)).toEqual([path, `${path}/count_tokens`, path, path])
    expect(server.requests[2]?.headers['anthropic-beta']).toBe('b')
    for (const request of server.requests) {
      expect(request.headers).toMatchObject(headers)
      if (forwarded) expect(request.headers['authorization']).toBe(`Bearer ${KEY}`)
      else expect(JSON.stringify(request.headers)).not.toContain(KEY)
    }
  })

  it('stream as the gateway streams', async () => {
    server.reply({ events: named(events), stream: { withoutDone: true } })
    const final = await create(routes.gateway()).messages.stream(question).finalMessage()
    expect(final.content).toEqual(message.content)
  })

  it.each([
    ['altrum', () => altrum({ baseURL: server.url, apiKey: 'ak', provider: 'anthropic' }), 'AltrumAI serves'],
    [
      'bedrockAccessGateway',
      () => bedrockAccessGateway({ baseURL: server.url, apiKey: 'bk' }),
      'no Messages API',
    ],
  ])('are refused by %s, and nothing is sent', async (_name, route, text) => {
    const clients = [create(route()), new Anthropic({ apiKey: KEY, fetch: createFetch(route()) })]
    for (const client of clients) {
      const error = await attempt(client.messages.create(question))
      expect(error).toBeInstanceOf(Anthropic.BadRequestError)
      expect(error).toMatchObject({
        errorCode: 'unsupported_endpoint',
        message: expect.stringContaining(text),
      })
    }
    expect(server.requests).toEqual([])
  })

  it.each([
    [
      "Anthropic's own envelope",
      { type: 'error', error: { type: 'overloaded_error', message: 'Busy.' }, request_id: 'req_9' },
      529,
      { type: 'overloaded_error', error: { request_id: 'req_9', error: { message: 'Busy.' } } },
    ],
    [
      "OpenAI's envelope",
      { error: { message: 'Busy.', type: 'server_error', code: 'busy', param: null } },
      503,
      { type: 'api_error', errorCode: 'busy' },
    ],
    ["a gateway's own shape", { status: 'failure', message: 'Busy.' }, 429, { type: 'rate_limit_error' }],
  ])('raise failures in %s', async (_name, body, status, expected) => {
    server.reply({ status, json: body, headers: { 'x-request-id': 'req_1' } })
    const error = await attempt(create(routes.gateway()).messages.create(question))
    expect(error).toMatchObject({ status, ...expected, message: expect.stringContaining('Busy.') })
    expect(error).toBeInstanceOf(Anthropic.APIError)
    expect(error).toMatchObject({ requestID: 'req_1' })
  })

  it('fail closed where the gateway is out of reach', async () => {
    const provider = await trap()
    const gone = await createGatewayServer()
    await gone.close()
    const client = register(
      new Anthropic({ apiKey: KEY, baseURL: provider.url, maxRetries: 0 }),
      gateway({ baseURL: gone.url }),
    )
    expect(await attempt(client.messages.create(question))).toBeInstanceOf(Anthropic.APIConnectionError)
    expect(provider.connectionCount).toBe(0)
    await provider.close()
  })

  it('tell the attempts of a fallback, and take the route that answers', async () => {
    const bad = gateway({ baseURL: server.url, apiKey: 'gk' })
    server.enqueue({ error: { status: 503 } }, { error: { status: 503 } }, { error: { status: 503 } })
    const error = await attempt(create(fallback([bad, routes.gateway()])).messages.create(question))
    expect(error).toMatchObject({
      status: 503,
      error: { error: { attempts: [{ status: 503 }, { status: 503 }] } },
    })
    const answer = await create(fallback([bad, routes.gateway()])).messages.create(question)
    expect(answer.content).toEqual(message.content)
  })

  it('show a limit that ran out in mid-stream', async () => {
    const never = new Promise<void>(() => undefined)
    server.reply({ events: named(events.slice(0, 3)), stream: { withoutDone: true, holdOpen: never } })
    const client = create(timeout(routes.gateway(), { idle: 30 }))
    const stream = await client.messages.create({ ...question, stream: true })
    const loop = async () => {
      for await (const event of stream) expect(event.type).not.toBe('message_stop')
    }
    expect(await attempt(loop())).toMatchObject({ type: 'timeout_error', errorCode: 'route_timeout' })
  })

  it('take the configured gateway, or its names', async () => {
    configure({ gateway: routes.javelin() })
    const client = register(new Anthropic({ apiKey: KEY }))
    await client.messages.create(question)
    register(client, 'other')
    await client.messages.create(question)
    expect(server.requests.map(({ headers }) => headers['x-javelin-route'])).toEqual(['r1', 'other'])
  })
})
