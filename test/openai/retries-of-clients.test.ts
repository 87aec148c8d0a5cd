import { register, unregister } from '@patchbay/sdk'
import OpenAI7, { BedrockOpenAI } from 'openai'
import { bedrock } from 'openai/providers/bedrock'
import { describe, expect, it } from 'vitest'
import { startFailingGateway } from './support/failing-gateway.ts'
import { fieldsOf } from './support/fields-of.ts'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { assertUnreached, startServer, startTrap } from './support/recording-server.ts'
import { gatewayTo } from './support/test-routes.ts'
import { type Version, versions } from './support/versions.ts'

const KEY = 'sk-of-the-provider'
const ask = (content: string) => ({ model: 'm', messages: [{ role: 'user' as const, content }] })

describe.concurrent('a call of a client', () => {
  const [, , six, seven] = versions as [Version, Version, Version, Version]

  it.each([six, seven])(
    'with a workload identity of $name keeps its route when its token is refused',
    async ({ OpenAI }) => {
      const trap = await startTrap()
      let tokens = 0
      const gateway = await startServer((request, response) => {
        if (request.headers['x-test-token'] !== 'token-1') return answerLikeOpenAI(request, response)
        response.writeHead(401, { 'content-type': 'application/json' })
        response.end('{"error":{"message":"expired"}}')
        if (gateway.received.length === 1) unregister(client)
      })
      const identity = {
        identityProviderId: 'i',
        serviceAccountId: 's',
        provider: { tokenType: 'jwt' as const, getToken: async () => 'subject' },
      }
      const client = new OpenAI({
        baseURL: trap.baseURL,
        workloadIdentity: identity,
        fetch: async (url, init) => {
          if (typeof url !== 'string' || !url.endsWith('/oauth/token')) return fetch(url, init)
          tokens += 1
          return Response.json({
            access_token: `token-${tokens}`,
            expires_in: 3600,
            token_type: 'Bearer',
            issued_token_type: 't',
          })
        },
      })
      const route = gatewayTo(gateway.baseURL)
      register(client, {
        ...route,
        serve: (request) => {
          request.headers.set('x-test-token', request.headers.get('authorization')?.split(' ')[1] ?? '')
          return route.serve(request)
        },
      })
      await client.chat.completions.create(ask('a'))
      expect(gateway.received.map(({ headers }) => headers['x-test-token'])).toEqual(['token-1', 'token-2'])
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.close()])
    },
  )

  it.each([
    ['BedrockOpenAI', (baseURL: string) => new BedrockOpenAI({ apiKey: 'k', baseURL })],
    [
      'the bedrock provider',
      (baseURL: string) => new OpenAI7({ provider: bedrock({ region: 'us-east-1', apiKey: 'k', baseURL }) }),
    ],
  ])('that authenticates for its own origin keeps its route: %s', async (_name, make) => {
    const trap = await startTrap()
    const gateway = await startFailingGateway({ failure: 503, inBackOff: () => unregister(client) })
    const client = make(trap.baseURL)
    const before = fieldsOf(client)
    register(client, gateway.route)
    await client.chat.completions.create(ask('a'))
    expect(fieldsOf(client)).toEqual(before)
    expect(gateway.server.received).toHaveLength(2)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close()])
  })

  it.each(versions)('that is a spread copy, or in a Proxy, keeps its route: $name', async ({ OpenAI }) => {
    for (const wrap of [
      (client: OpenAI7) => Object.fromEntries(Object.entries(client)) as unknown as OpenAI7,
      (client: OpenAI7) => new Proxy(client, {}),
    ]) {
      const trap = await startTrap()
      const gateway = await startFailingGateway({ failure: 503, inBackOff: () => unregister(wrapped) })
      const client = new OpenAI({ apiKey: KEY, baseURL: trap.baseURL })
      const before = fieldsOf(client)
      const wrapped = wrap(client)
      register(wrapped, gateway.route)
      await wrapped.chat.completions.create(ask('a'))
      expect(fieldsOf(client)).toEqual(before)
      expect(gateway.server.received).toHaveLength(2)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    }
  })

  it.each(versions)(
    'that is cloned, or has a fetch put around its own, keeps its route: $name',
    async ({ OpenAI, major }) => {
      const trap = await startTrap()
      const gateway = await startFailingGateway({
        failure: 503,
        inBackOff: () => {
          if (major > 4) client.withOptions({ timeout: 1000 })
          unregister(client)
        },
      })
      const client = register(new OpenAI({ apiKey: KEY, baseURL: trap.baseURL }), gateway.route)
      const inner = Reflect.get(client, 'fetch') as typeof fetch
      Reflect.set(client, 'fetch', (url: string, init: RequestInit) => inner(url, { ...init }))
      await client.chat.completions.create(ask('a'))
      expect(gateway.server.received).toHaveLength(2)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    },
  )

  it('is one turn of a tool loop: the next one goes the new way', async () => {
    const provider = await startServer(answerLikeOpenAI)
    const gateway = await startServer(answerLikeOpenAI)
    const client = register(
      new OpenAI7({ apiKey: KEY, baseURL: provider.baseURL }),
      gatewayTo(gateway.baseURL),
    )
    const getWeather = () => {
      unregister(client)
      return 'rain'
    }
    const tool = {
      type: 'function' as const,
      function: {
        name: 'getWeather',
        description: 'weather',
        parameters: { type: 'object' },
        parse: JSON.parse,
        function: getWeather,
      },
    }
    await client.chat.completions.runTools({ ...ask('a'), tools: [tool] }).done()
    expect([gateway.received.length, provider.received.length]).toEqual([1, 1])
    await Promise.all([provider.close(), gateway.close()])
  })
})
