import { register, registrationOf, unregister } from '@patchbay/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { startFailingGateway } from '../openai/support/failing-gateway.ts'
import { answerLikeOpenAI } from '../openai/support/openai-answers.ts'
import { startServer } from '../openai/support/recording-server.ts'
import { gatewayTo } from '../openai/support/test-routes.ts'

/** The sentences of that section of docs/routes.md. The suites `retries.test.ts` hold them for every kind of client. */
describe('What `unregister` does to calls in flight', () => {
  const ask = (content: string) => ({ model: 'm', messages: [{ role: 'user' as const, content }] })

  /** A provider, a gateway that fails once and another one, and a client of the provider. */
  async function createSetup(inBackOff: (client: OpenAI, other: string) => void) {
    const [provider, other] = await Promise.all([
      startServer(answerLikeOpenAI),
      startServer(answerLikeOpenAI),
    ])
    const client = new OpenAI({ apiKey: 'sk', baseURL: provider.baseURL })
    const gateway = await startFailingGateway({
      failure: 503,
      inBackOff: () => inBackOff(client, other.baseURL),
    })
    const servers = [provider, other, gateway.server]
    return {
      client,
      route: gateway.route,
      arrived: () => servers.map(({ received }) => received.length),
      [Symbol.asyncDispose]: async () => void (await Promise.all(servers.map((server) => server.close()))),
    }
  }

  it('keeps the route of a call, and passes new calls on to the provider', async () => {
    const next: Promise<unknown>[] = []
    await using setup = await createSetup((client) => {
      unregister(client)
      expect(registrationOf(client)).toBeUndefined()
      next.push(client.chat.completions.create(ask('new')))
    })
    const own = Reflect.ownKeys(setup.client)
    register(setup.client, setup.route)
    await setup.client.chat.completions.create(ask('a'))
    await Promise.all(next)
    expect(setup.arrived()).toEqual([1, 0, 2])
    expect(Reflect.ownKeys(setup.client)).toEqual(own)
  })

  it('keeps the route of a call when another one is registered, which new calls take', async () => {
    const next: Promise<unknown>[] = []
    await using setup = await createSetup((client, other) => {
      unregister(client)
      register(client, gatewayTo(other))
      next.push(client.chat.completions.create(ask('new')))
    })
    await register(setup.client, setup.route).chat.completions.create(ask('a'))
    await Promise.all(next)
    expect(setup.arrived()).toEqual([0, 1, 2])
  })

  it('takes everything off at once where no call is in progress', async () => {
    await using setup = await createSetup(() => undefined)
    const own = Reflect.ownKeys(setup.client)
    await register(setup.client, setup.route).chat.completions.create(ask('a'))
    unregister(setup.client)
    expect(Reflect.ownKeys(setup.client)).toEqual(own)
  })

  it('does not concern a call that began before `register`: its next attempt takes the route', async () => {
    const gateway = await startServer(answerLikeOpenAI)
    const provider = await startServer((_request, response) => {
      register(client, gatewayTo(gateway.baseURL))
      response.writeHead(503, { 'retry-after-ms': '1' }).end()
    })
    const client = new OpenAI({ apiKey: 'sk', baseURL: provider.baseURL })
    await client.chat.completions.create(ask('a'))
    expect([provider.received.length, gateway.received.length]).toEqual([1, 1])
    await Promise.all([provider.close(), gateway.close()])
  })
})
