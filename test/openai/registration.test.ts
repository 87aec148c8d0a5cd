import { register, registrationOf, unregister } from '@patchbay/openai'
import { UnsupportedClientError } from '@patchbay/core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { type RecordingServer, startServer } from './support/recording-server.ts'
import { completion, gatewayTo, serving, type TestRoute } from './support/test-routes.ts'
import { versions } from './support/versions.ts'

let provider: RecordingServer

beforeAll(async () => {
  provider = await startServer(answerLikeOpenAI)
})
afterAll(() => provider.close())
afterEach(() => void provider.received.splice(0))

const ask = (content: string) => ({ model: 'm', messages: [{ role: 'user' as const, content }] })

/** Everything an object owns, in order, and what its options own. */
function fieldsOf(client: object): unknown[] {
  const options = Object.getOwnPropertyDescriptor(client, '_options')?.value as object
  return [client, options].map((object) =>
    Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]),
  )
}

describe.each(versions)('$name', ({ OpenAI, AzureOpenAI }) => {
  const clients = {
    OpenAI: () => new OpenAI({ apiKey: 'sk-secret', baseURL: provider.baseURL }),
    'OpenAI with its own fetch': () =>
      new OpenAI({ apiKey: 'sk-secret', baseURL: provider.baseURL, fetch: (url, init) => fetch(url, init) }),
    AzureOpenAI: () =>
      new AzureOpenAI({ apiKey: 'k', endpoint: provider.baseURL, apiVersion: '2024-10-21', deployment: 'd' }),
  }
  const create = clients.OpenAI

  it.each(Object.entries(clients))(
    'is, after unregister, field by field what it was: %s',
    async (_name, make) => {
      const client = make()
      const before = fieldsOf(client)
      expect(
        register(
          client,
          serving(async () => completion('routed')),
        ),
      ).toBe(client)
      await client.chat.completions.create(ask('a'))
      expect(provider.received).toHaveLength(0)
      register(client, gatewayTo(provider.baseURL))
      unregister(client)
      expect(fieldsOf(client)).toEqual(before)
      unregister(client)
      expect(fieldsOf(client)).toEqual(before)
      await client.chat.completions.create(ask('b'))
      expect(provider.received).toHaveLength(1)
    },
  )

  it('keeps its class, its keys and its JSON while registered', () => {
    const client = create()
    const keys = Object.keys(client)
    register(
      client,
      serving(async () => completion('routed')),
    )
    expect(client).toBeInstanceOf(OpenAI)
    expect(Object.keys(client)).toEqual(keys)
  })

  it('replaces the route when it is registered again, without stacking', async () => {
    const client = create()
    const first = serving(async () => completion('first'))
    const second = serving(async () => completion('second'))
    register(client, first)
    const interceptor: unknown = Reflect.get(client, 'fetch')
    register(client, second)
    expect(Reflect.get(client, 'fetch')).toBe(interceptor)
    const answer = await client.chat.completions.create(ask('a'))
    expect(answer.choices[0]?.message.content).toBe('second')
    expect([first.requests.length, second.requests.length]).toEqual([0, 1])
  })

  it('keeps the route that a call began on for its retry, and takes a new one for the next call', async () => {
    const client = create()
    const second = serving(async () => completion('second'))
    const first: TestRoute = serving(async () => {
      register(client, second)
      return first.requests.length > 1
        ? completion('first')
        : new Response('{}', { status: 503, headers: { 'retry-after-ms': '1' } })
    })
    register(client, first)
    const answer = await client.chat.completions.create(ask('a'))
    expect(answer.choices[0]?.message.content).toBe('first')
    const next = await client.chat.completions.create(ask('b'))
    expect(next.choices[0]?.message.content).toBe('second')
    expect([first.requests.length, second.requests.length]).toEqual([2, 1])
  })

  it('describes the registration, and nothing before or after it', () => {
    const client = create()
    expect(registrationOf(client)).toBeUndefined()
    register(
      client,
      serving(async () => completion('x'), 'bedrock'),
    )
    expect(registrationOf(client)).toEqual({ kind: 'openai', route: { kind: 'local', name: 'bedrock' } })
    unregister(client)
    expect(registrationOf(client)).toBeUndefined()
  })

  it('follows a base URL that the application sets meanwhile', async () => {
    const client = create()
    const route = serving(async () => completion('x'))
    register(client, route)
    client.baseURL = 'http://elsewhere.example/v2'
    await client.chat.completions.create(ask('a'))
    expect(route.requests[0]?.url.href).toBe('http://elsewhere.example/v2/chat/completions')
    expect(route.requests[0]?.endpoint).toBe('/chat/completions')
    unregister(client)
    expect(client.baseURL).toBe('http://elsewhere.example/v2')
  })

  it("leaves another library's later wrapper in place, passing through", async () => {
    const client = create()
    register(
      client,
      serving(async () => completion('routed')),
    )
    const interceptor = Reflect.get(client, 'fetch') as typeof fetch
    let traced = 0
    const tracing: typeof fetch = (input, init) => {
      traced += 1
      return interceptor(input, init)
    }
    Reflect.set(client, 'fetch', tracing)
    await client.chat.completions.create(ask('a'))
    unregister(client)
    expect(Reflect.get(client, 'fetch')).toBe(tracing)
    await client.chat.completions.create(ask('b'))
    expect([traced, provider.received.length]).toEqual([2, 1])
  })

  it('carries 200 concurrent calls of two clients on two routes without crosstalk', async () => {
    const gateways = await Promise.all([startServer(answerLikeOpenAI), startServer(answerLikeOpenAI)])
    const apps = gateways.map(({ baseURL }, index) =>
      register(
        new OpenAI({
          apiKey: `sk-${index}`,
          baseURL: provider.baseURL,
          defaultHeaders: { 'x-app': `app-${index}` },
        }),
        gatewayTo(baseURL, `gateway-${index}`),
      ),
    )
    const calls = Array.from({ length: 200 }, async (_, call) => {
      const answer = await apps[call % 2]?.chat.completions.create(ask(`call ${call}`))
      expect(answer?.choices[0]?.message.content).toBe(`echo call ${call}`)
    })
    await Promise.all(calls)
    for (const [index, { received }] of gateways.entries()) {
      expect(received).toHaveLength(100)
      for (const { headers, body } of received) {
        expect([headers['x-app'], headers['x-test-route']]).toEqual([`app-${index}`, `gateway-${index}`])
        expect(Number(/call (\d+)/.exec(body)?.[1]) % 2).toBe(index)
      }
    }
    expect(provider.received).toHaveLength(0)
    await Promise.all(gateways.map((gateway) => gateway.close()))
  })

  it('passes the probe of non-http URLs and the token exchange on to the original fetch', async () => {
    const passed: string[] = []
    const client = new OpenAI({
      apiKey: 'k',
      fetch: async (url) => {
        passed.push(url instanceof Request ? url.url : url.toString())
        return Response.json({})
      },
    })
    const route = serving(async () => completion('x'))
    register(client, route)
    const interceptor = Reflect.get(client, 'fetch') as typeof fetch
    await interceptor('data:,')
    await interceptor('https://auth.openai.com/oauth/token', { method: 'POST' })
    await interceptor('https://auth.openai.com.evil.example/oauth/token', { method: 'POST' })
    expect(passed).toEqual(['data:,', 'https://auth.openai.com/oauth/token'])
    expect(route.requests).toHaveLength(1)
  })

  it('refuses a client that cannot be changed', () => {
    expect(() =>
      register(
        Object.freeze(create()),
        serving(async () => completion('x')),
      ),
    ).toThrow(UnsupportedClientError)
  })

  it('routes a spread copy of a client, and its original, until the copy is unregistered', async () => {
    const original = create()
    const before = fieldsOf(original)
    const copy = Object.assign({}, original)
    const fields = fieldsOf(copy)
    const route = serving(async () => completion('routed'))
    register(copy, route)
    await copy.chat.completions.create(ask('a'))
    await original.chat.completions.create(ask('b'))
    expect(route.requests).toHaveLength(2)
    expect(registrationOf(copy)).toEqual(registrationOf(original))
    expect(copy.baseURL).not.toBe(provider.baseURL)
    register(
      copy,
      serving(async () => completion('again')),
    )
    unregister(copy)
    expect(fieldsOf(copy)).toEqual(fields)
    expect(fieldsOf(original)).toEqual(before)
  })

  it('routes a client inside a Proxy', async () => {
    const original = create()
    const before = fieldsOf(original)
    const route = serving(async () => completion('routed'))
    const proxy = register(deepProxy(original), route)
    const answer = await proxy.chat.completions.create(ask('a'))
    expect(answer.choices[0]?.message.content).toBe('routed')
    expect(registrationOf(proxy)).toEqual(registrationOf(original))
    unregister(proxy)
    expect(fieldsOf(original)).toEqual(before)
  })
})

/** As tracing libraries wrap a client: objects become Proxies as they are read, methods run on the real ones. */
function deepProxy<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key)
      if (typeof value === 'function') return value.bind(object) as unknown
      return typeof value === 'object' && value !== null ? deepProxy(value) : value
    },
  })
}

describe('register', () => {
  it.each([undefined, null, 'client', {}, new Map(), { chat: { completions: {} }, baseURL: 'x' }])(
    'refuses %o',
    (value) => {
      const route = serving(async () => completion('x'))
      expect(() => register(value as never, route)).toThrow(UnsupportedClientError)
    },
  )
})
