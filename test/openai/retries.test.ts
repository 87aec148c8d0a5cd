import { register, registrationOf, unregister } from '@patchbay/sdk'
import { describe, expect, it } from 'vitest'
import { type Failure, startFailingGateway } from './support/failing-gateway.ts'
import { fieldsOf } from './support/fields-of.ts'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { assertUnreached, type RecordingServer, startServer, startTrap } from './support/recording-server.ts'
import { gatewayTo } from './support/test-routes.ts'
import { type Version, versions } from './support/versions.ts'

const KEY = 'sk-of-the-provider'
const ask = (content: string) => ({ model: 'm', messages: [{ role: 'user' as const, content }] })

const clientKinds = [
  {
    kind: 'OpenAI',
    make: ({ OpenAI }: Version, provider: RecordingServer, options: object) =>
      new OpenAI({ apiKey: KEY, baseURL: provider.baseURL, maxRetries: 3, ...options }),
  },
  {
    kind: 'AzureOpenAI',
    make: ({ AzureOpenAI }: Version, provider: RecordingServer, options: object) =>
      new AzureOpenAI({
        apiKey: KEY,
        endpoint: new URL(provider.baseURL).origin,
        apiVersion: '2024-10-21',
        deployment: 'deployed',
        maxRetries: 3,
        ...options,
      }),
  },
]

const failures: readonly Failure[] = [408, 409, 429, 503, 'reset', 'stall']

/** The turn of the event loop in which a call that has ended is forgotten. */
const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve))

describe.concurrent.each(versions)('a call of $name', (version) => {
  describe.concurrent.each(clientKinds)('by $kind', ({ make }) => {
    it.each(failures)(
      'keeps its route when the client is unregistered while it waits after %s',
      async (failure) => {
        const trap = await startTrap()
        const gateway = await startFailingGateway({ failure, times: 2, inBackOff: () => unregister(client) })
        const client = make(version, trap, { timeout: failure === 'stall' ? 500 : 10_000 })
        const before = fieldsOf(client)
        register(client, gateway.route)
        const answer = await client.chat.completions.create(ask('a'))
        expect(answer.choices[0]?.message.content).toBe('echo a')
        expect(gateway.server.received.length).toBeGreaterThanOrEqual(3)
        expect(registrationOf(client)).toBeUndefined()
        expect(fieldsOf(client)).toEqual(before)
        assertUnreached(trap)
        await Promise.all([trap.close(), gateway.server.close()])
      },
    )

    it.each([
      [503, false],
      ['stall', false],
      [503, true],
    ] as const)(
      'keeps its route when the client is unregistered in the middle of an attempt: %s, stream: %s',
      async (failure, stream) => {
        const trap = await startTrap()
        const gateway = await startFailingGateway({ failure, inFlight: () => unregister(client) })
        const client = make(version, trap, { timeout: failure === 'stall' ? 500 : 10_000 })
        register(client, gateway.route)
        const answer = await client.chat.completions.create({ ...ask('a'), stream })
        let chunks = 0
        if (Symbol.asyncIterator in answer) for await (const _ of answer) chunks += 1
        expect(chunks > 0).toBe(stream)
        // On a busy machine an attempt that would be answered may be too late as well.
        expect(gateway.server.received.length).toBeGreaterThanOrEqual(2)
        assertUnreached(trap)
        await Promise.all([trap.close(), gateway.server.close()])
      },
    )

    it('keeps its route when the client is registered on another one, which new calls take', async () => {
      const trap = await startTrap()
      const other = await startServer(answerLikeOpenAI)
      let early: Promise<unknown> | undefined
      const gateway = await startFailingGateway({
        failure: 503,
        inBackOff: () => {
          register(client, gatewayTo(other.baseURL))
          early = client.chat.completions.create(ask('new'))
        },
      })
      const client = register(make(version, trap, {}), gateway.route)
      await client.chat.completions.create(ask('a'))
      await early
      await client.chat.completions.create(ask('b'))
      expect(gateway.server.received.map(({ body }) => body.includes('"a"'))).toEqual([true, true])
      expect(other.received).toHaveLength(2)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close(), other.close()])
    })
  })

  const create = (provider: RecordingServer, options: object = {}) =>
    new version.OpenAI({ apiKey: KEY, baseURL: provider.baseURL, maxRetries: 3, ...options })

  it('leaves new calls to the provider while it waits after unregister', async () => {
    const provider = await startServer(answerLikeOpenAI)
    let next: Promise<unknown> | undefined
    const gateway = await startFailingGateway({
      failure: 503,
      inBackOff: () => {
        unregister(client)
        next = client.chat.completions.create(ask('new'))
      },
    })
    const client = create(provider)
    const before = fieldsOf(client)
    register(client, gateway.route)
    await client.chat.completions.create(ask('a'))
    await next
    expect(gateway.server.received).toHaveLength(2)
    expect(provider.received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { messages: [{ content: 'new' }] },
    ])
    expect(provider.received[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    await nextTurn()
    expect(fieldsOf(client)).toEqual(before)
    await Promise.all([provider.close(), gateway.server.close()])
  })

  it('keeps its route when the client is registered again within the wait', async () => {
    const trap = await startTrap()
    const other = await startServer(answerLikeOpenAI)
    const gateway = await startFailingGateway({
      failure: 503,
      inBackOff: () => {
        unregister(client)
        register(client, gatewayTo(other.baseURL, 'other'))
      },
    })
    const client = create(trap)
    const before = fieldsOf(client)
    register(client, gateway.route)
    await client.chat.completions.create(ask('a'))
    await client.chat.completions.create(ask('b'))
    expect(registrationOf(client)?.route.name).toBe('other')
    expect([gateway.server.received.length, other.received.length]).toEqual([2, 1])
    unregister(client)
    expect(fieldsOf(client)).toEqual(before)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close(), other.close()])
  })

  it('has begun with create(), before its first request', async () => {
    const trap = await startTrap()
    const gateway = await startServer(answerLikeOpenAI)
    const client = create(trap, version.major > 4 ? { apiKey: async () => KEY } : {})
    const before = fieldsOf(client)
    register(client, gatewayTo(gateway.baseURL))
    const answer = client.chat.completions.create(ask('a'))
    unregister(client)
    expect((await answer).choices[0]?.message.content).toBe('echo a')
    expect(fieldsOf(client).length).toBe(before.length)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.close()])
  })

  it.each([
    ['ends with an error that is not retried', 400 as never, 3],
    ['ends when it has no retries left', 503 as const, 0],
  ])('leaves no trace after it %s', async (_name, failure, maxRetries) => {
    const trap = await startTrap()
    const gateway = await startFailingGateway({ failure, times: 9 })
    const client = create(trap, { maxRetries })
    const before = fieldsOf(client)
    register(client, gateway.route)
    await expect(client.chat.completions.create(ask('a'))).rejects.toThrow('try again')
    expect(gateway.server.received).toHaveLength(1)
    unregister(client)
    expect(fieldsOf(client)).toEqual(before)
    await Promise.all([trap.close(), gateway.server.close()])
  })

  it('leaves no trace after it was aborted by the application, in flight or between attempts', async () => {
    for (const when of ['inFlight', 'inBackOff'] as const) {
      const trap = await startTrap()
      const abort = new AbortController()
      const gateway = await startFailingGateway({
        failure: when === 'inFlight' ? 'stall' : 503,
        [when]: () => {
          unregister(client)
          abort.abort()
        },
      })
      const client = create(trap)
      const before = fieldsOf(client)
      register(client, gateway.route)
      const { signal } = abort
      await expect(client.chat.completions.create(ask('a'), { signal })).rejects.toThrow('aborted')
      expect(fieldsOf(client)).toEqual(before)
      expect(gateway.server.received).toHaveLength(1)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    }
  })

  it.runIf(version.major > 4)('of a clone keeps its route when the original is unregistered', async () => {
    const trap = await startTrap()
    const gateway = await startFailingGateway({ failure: 503, inBackOff: () => unregister(client) })
    const client = register(create(trap), gateway.route)
    const clone = client.withOptions({ timeout: 5000 })
    await clone.chat.completions.create(ask('a'))
    expect(registrationOf(clone)).toBeUndefined()
    expect(gateway.server.received).toHaveLength(2)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close()])
  })

  it('keeps its route with options that the application uses for several calls', async () => {
    const trap = await startTrap()
    const gateway = await startFailingGateway({ failure: 503, times: 2, inBackOff: () => unregister(client) })
    const client = register(create(trap), gateway.route)
    const options = { method: 'post' as const, path: '/chat/completions', body: ask('a') }
    await Promise.all([client.request(options), client.request(options)])
    expect(gateway.server.received).toHaveLength(4)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close()])
  })

  it('is a page, an upload or any other request alike', async () => {
    const calls = [
      (client: InstanceType<Version['OpenAI']>) => client.models.list(),
      (client: InstanceType<Version['OpenAI']>) => client.embeddings.create({ model: 'm', input: 'a' }),
      (client: InstanceType<Version['OpenAI']>) =>
        client.files.create({ file: new File(['a'], 'a.jsonl'), purpose: 'batch' }),
    ]
    for (const call of calls) {
      const trap = await startTrap()
      const gateway = await startFailingGateway({ failure: 503, inBackOff: () => unregister(client) })
      const client = register(create(trap), gateway.route)
      await call(client)
      expect(gateway.server.received).toHaveLength(2)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    }
  })

  it('ends with its page, its poll or its turn: the next one is a call of its own', async () => {
    const provider = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"object":"list","data":[],"has_more":false}')
    })
    const gateway = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"object":"list","data":[{"id":"file-1"}],"has_more":true}')
    })
    const client = register(create(provider), gatewayTo(gateway.baseURL))
    for await (const file of client.files.list()) {
      expect(file.id).toBe('file-1')
      unregister(client)
    }
    expect([gateway.received.length, provider.received.length]).toEqual([1, 1])
    await Promise.all([provider.close(), gateway.close()])
  })
})

describe.each(versions)('a call of $name', ({ OpenAI, major }) => {
  it('keeps its own route among many on two routes, with the same bodies', async () => {
    const trap = await startTrap()
    const attempts = { one: 0, two: 0 }
    const calls = major === 7 ? 500 : 100
    const failFirst = (name: 'one' | 'two') =>
      startServer((request, response) => {
        attempts[name] += 1
        if (request.headers['x-stainless-retry-count'] !== '0') return answerLikeOpenAI(request, response)
        response.writeHead(503, { 'retry-after-ms': '300' })
        response.end()
      })
    const [one, two] = await Promise.all([failFirst('one'), failFirst('two')])
    const client = register(new OpenAI({ apiKey: KEY, baseURL: trap.baseURL }), gatewayTo(one.baseURL))
    const begin = () => Array.from({ length: calls }, () => client.chat.completions.create(ask('same')))
    const ofOne = begin()
    register(client, gatewayTo(two.baseURL))
    const ofTwo = begin()
    unregister(client)
    await Promise.all([...ofOne, ...ofTwo])
    expect(attempts).toEqual({ one: 2 * calls, two: 2 * calls })
    assertUnreached(trap)
    await Promise.all([trap.close(), one.close(), two.close()])
  })
})

describe('a call of openai 7', () => {
  const [, , , latest] = versions

  it('keeps its route when an answer stops in the middle of its body', async () => {
    const trap = await startTrap()
    let stalled = false
    const gateway = await startServer((request, response) => {
      if (stalled) return answerLikeOpenAI(request, response)
      stalled = true
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"id":')
      setImmediate(() => unregister(client))
    })
    const client = new (latest as Version).OpenAI({
      apiKey: KEY,
      baseURL: trap.baseURL,
      timeout: 500,
      maxRetries: 1,
    })
    const before = fieldsOf(client)
    register(client, gatewayTo(gateway.baseURL))
    const answer = await client.chat.completions.create(ask('a'))
    expect(answer.choices[0]?.message.content).toBe('echo a')
    expect(fieldsOf(client)).toEqual(before)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.close()])
  })
})
