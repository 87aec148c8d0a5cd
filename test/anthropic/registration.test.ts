import Anthropic from '@anthropic-ai/sdk'
import { UnsupportedClientError } from '@patchbay/core'
import { register } from '@patchbay/anthropic'
import { gateway, portkey, registrationOf, type Route, unregister } from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer, trap } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let server: GatewayServer
beforeAll(async () => {
  server = await createGatewayServer()
})
afterAll(() => server.close())

const answer = (text: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
})
beforeEach(() => {
  server.reset()
  server.reply((request) => ({ json: answer(`from ${request.path}`) }))
})

const ask = (content: string) => ({
  model: 'm',
  max_tokens: 9,
  messages: [{ role: 'user' as const, content }],
})
const create = () => new Anthropic({ apiKey: 'sk-ant-secret', baseURL: server.url, maxRetries: 0 })

/** A route that answers in this process, with its name and what it was asked. */
function serving(name: string): Route {
  return {
    kind: 'local',
    name,
    describe: () => ({ kind: 'local', name }),
    serve: async (request) => {
      const body = request.json() as { messages: { content: string }[] }
      return Response.json(answer(`${name}: ${body.messages[0]?.content}`))
    },
    socketBaseURL: () => undefined,
  }
}

async function textOf(client: Anthropic, content = 'a'): Promise<string> {
  const [block] = (await client.messages.create(ask(content))).content
  return block?.type === 'text' ? block.text : ''
}

/** Everything an object owns, in order, and what its options own. */
function fieldsOf(client: object): unknown[] {
  const options = Object.getOwnPropertyDescriptor(client, '_options')?.value as object
  return [client, options].map((object) =>
    Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]),
  )
}

describe('register(new Anthropic())', () => {
  it.each([
    ['Anthropic', create],
    [
      'Anthropic with its own fetch',
      () => new Anthropic({ apiKey: 'k', baseURL: server.url, fetch: (url, init) => fetch(url, init) }),
    ],
    ['Anthropic with a token', () => new Anthropic({ authToken: 't', baseURL: server.url })],
  ])('is, after unregister, field by field what it was: %s', async (_name, make) => {
    const client = make()
    const before = fieldsOf(client)
    expect(register(client, serving('one'))).toBe(client)
    expect(await textOf(client)).toBe('one: a')
    expect(server.requests).toHaveLength(0)
    register(client, gateway({ baseURL: server.url, allowInsecure: true }))
    unregister(client)
    expect(fieldsOf(client)).toEqual(before)
    unregister(client)
    expect(fieldsOf(client)).toEqual(before)
    expect(await textOf(client)).toBe('from /v1/messages')
  })

  it('keeps its class, its keys and its JSON while registered', () => {
    const client = create()
    const keys = Object.keys(client)
    register(client, serving('one'))
    expect(client).toBeInstanceOf(Anthropic)
    expect(Object.keys(client)).toEqual(keys)
    expect(client.baseURL).toBe(server.url)
  })

  it('replaces the route when it is registered again, without stacking', async () => {
    const client = create()
    register(client, serving('one'))
    const interceptor: unknown = Reflect.get(client, 'fetch')
    register(client, serving('two'))
    expect(Reflect.get(client, 'fetch')).toBe(interceptor)
    expect(await textOf(client)).toBe('two: a')
    expect(registrationOf(client)).toEqual({ kind: 'anthropic', route: { kind: 'local', name: 'two' } })
  })

  it('is followed by clones, also by those with a fetch or a base of their own', async () => {
    const client = register(create(), serving('one'))
    const provider = await trap()
    const clones = [
      client.withOptions({ timeout: 1000 }),
      client.withOptions({ baseURL: provider.url }),
      client.withOptions({ fetch: (url, init) => fetch(url, init) }),
      client.withOptions({ apiKey: 'other' }).withOptions({ maxRetries: 1 }),
    ]
    for (const clone of clones) expect(await textOf(clone)).toBe('one: a')
    register(client, serving('two'))
    for (const clone of clones) expect(await textOf(clone)).toBe('two: a')
    expect(provider.connectionCount).toBe(0)
    unregister(client)
    const [first] = clones
    if (first !== undefined) expect(await textOf(first)).toBe('from /v1/messages')
    expect(fieldsOf(client.withOptions({}))).toEqual(fieldsOf(create().withOptions({})))
    await provider.close()
  })

  it('says that nobody stores conversations, as long as it is routed', () => {
    const client = create()
    const thread = () => client.beta.messages.thread({ model: 'm', max_tokens: 9 })
    expect(thread).not.toThrow()
    register(client, serving('one'))
    const clone = client.withOptions({})
    expect(thread).toThrow('Message threads are not available')
    expect(() => clone.beta.messages.thread({ model: 'm', max_tokens: 9 })).toThrow('not available')
    unregister(client)
    expect(thread).not.toThrow()
    expect(() => clone.beta.messages.thread({ model: 'm', max_tokens: 9 })).not.toThrow()
  })

  it('tells two clients with two routes apart, whatever the concurrency', async () => {
    const one = register(create(), serving('one'))
    const two = register(create(), serving('two'))
    const texts = await Promise.all(
      Array.from({ length: 100 }, (_, index) => textOf(index % 2 === 0 ? one : two, String(index))),
    )
    expect(texts).toEqual(
      Array.from({ length: 100 }, (_, index) => `${index % 2 === 0 ? 'one' : 'two'}: ${index}`),
    )
  })

  it('goes to a gateway at /v1/messages, with the key that the gateway wants', async () => {
    const client = register(create(), portkey({ baseURL: server.url, apiKey: 'pk', provider: '@anthropic' }))
    expect(await textOf(client)).toBe('from /v1/messages')
    expect(server.requests[0]?.headers).toMatchObject({
      'x-portkey-api-key': 'pk',
      'x-portkey-provider': '@anthropic',
      'anthropic-version': expect.any(String),
    })
    expect(server.requests[0]?.headers).not.toHaveProperty('x-api-key')
  })

  it('passes the exchange of identities by', async () => {
    const client = register(create(), serving('one'))
    const interceptor = Reflect.get(client, 'fetch') as typeof fetch
    const response = await interceptor(`${server.url}/v1/oauth/token`, { method: 'POST' })
    expect(await response.json()).toMatchObject({ content: [{ text: 'from /v1/oauth/token' }] })
  })

  it('routes a Proxy around the client, and a spread copy of it', async () => {
    const proxied = create()
    register(new Proxy(proxied, {}), serving('one'))
    expect(await textOf(proxied)).toBe('one: a')
    const original = create()
    const copy = Object.fromEntries(Object.entries(original)) as unknown as Anthropic
    register(copy, serving('two'))
    expect(await textOf(copy)).toBe('two: a')
    expect(registrationOf(copy)?.route.name).toBe('two')
    unregister(copy)
    expect(await textOf(copy)).toBe('from /v1/messages')
  })

  it('refuses what is no client, and subclasses that rewrite their requests', () => {
    const bedrockClient = Object.assign(create(), { awsRegion: 'us-east-1', skipAuth: false })
    const refused = [
      bedrockClient,
      new Anthropic({ apiKey: 'k', baseURL: 'https://bedrock-runtime.us-east-1.amazonaws.com' }),
      Object.freeze(create()),
      { messages: {} } as unknown as Anthropic,
    ]
    for (const client of refused) {
      const before = fieldsOf({ _options: {}, ...client })
      expect(() => register(client, serving('one'))).toThrow(UnsupportedClientError)
      expect(fieldsOf({ _options: {}, ...client })).toEqual(before)
    }
    expect(() => register(bedrockClient, serving('one'))).toThrow('AnthropicBedrock')
  })
})
