import { register, registrationOf, unregister } from '@patchbay/openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { type RecordingServer, startServer } from './support/recording-server.ts'
import { completion, gatewayTo, serving } from './support/test-routes.ts'
import { cloningVersions } from './support/versions.ts'

let provider: RecordingServer
let gateway: RecordingServer

beforeAll(async () => {
  provider = await startServer(answerLikeOpenAI)
  gateway = await startServer(answerLikeOpenAI)
})
afterAll(() => Promise.all([provider.close(), gateway.close()]))
afterEach(() => {
  provider.received.splice(0)
  gateway.received.splice(0)
})

const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hello' }] }
const arrived = () => ({ provider: provider.received.length, gateway: gateway.received.length })

describe.each(cloningVersions)('clones of $name', ({ OpenAI, AzureOpenAI }) => {
  const create = () => new OpenAI({ apiKey: 'sk-secret', baseURL: provider.baseURL })
  const createAzure = () =>
    new AzureOpenAI({ apiKey: 'k', endpoint: provider.baseURL, apiVersion: '2024-10-21', deployment: 'd' })

  it('made before the registration are other clients', async () => {
    const client = create()
    const clone = client.withOptions({ timeout: 1000 })
    register(client, gatewayTo(gateway.baseURL))
    await clone.chat.completions.create(question)
    expect(arrived()).toEqual({ provider: 1, gateway: 0 })
    expect(clone.baseURL).toBe(provider.baseURL)
  })

  it.each([
    ['an option', { timeout: 1000 }],
    ['another fetch', { fetch: (url: string | URL | Request, init?: RequestInit) => fetch(url, init) }],
    ['another base', { baseURL: 'http://127.0.0.1:9/other/v1' }],
  ])('made with %s follow the route', async (_case, options) => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    const clone = client.withOptions(options)
    await clone.chat.completions.create(question)
    expect(arrived()).toEqual({ provider: 0, gateway: 1 })
    expect(gateway.received[0]?.path).toBe('/v1/chat/completions')
    expect(registrationOf(clone)).toEqual(registrationOf(client))
    expect(clone.baseURL).toBe(gateway.baseURL)
  })

  it('go their own way through their own fetch after unregister', async () => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    let own = 0
    const clone = client.withOptions({
      fetch: (url, init) => {
        own += 1
        return fetch(url, init)
      },
    })
    const cloneOfClone = clone.withOptions({ maxRetries: 0 })
    await cloneOfClone.chat.completions.create(question)
    unregister(client)
    for (const each of [clone, cloneOfClone]) {
      expect(each.baseURL).toBe(provider.baseURL)
      expect(registrationOf(each)).toBeUndefined()
      await each.chat.completions.create(question)
    }
    expect(own).toBe(3)
    expect(arrived()).toEqual({ provider: 2, gateway: 1 })
    expect(provider.received[0]?.headers.authorization).toBe('Bearer sk-secret')
    const late = cloneOfClone.withOptions({ maxRetries: 1 })
    expect(late.baseURL).toBe(provider.baseURL)
    await late.chat.completions.create(question)
    expect(arrived()).toEqual({ provider: 3, gateway: 1 })
  })

  it('follow when the client is registered again', async () => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    const clone = client.withOptions({ maxRetries: 0 }).withOptions({ timeout: 5000 })
    unregister(client)
    const route = serving(async () => completion('second'))
    register(client, route)
    const answer = await clone.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBe('second')
  })

  it('can be registered and unregistered on their own', async () => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    const clone = client.withOptions({ maxRetries: 0 })
    const route = serving(async () => completion('own'))
    register(clone, route)
    await clone.chat.completions.create(question)
    await client.chat.completions.create(question)
    expect([route.requests.length, gateway.received.length]).toEqual([1, 1])
    const fresh = create().withOptions({ maxRetries: 0 })
    unregister(clone)
    expect(Reflect.ownKeys(clone)).toEqual(Reflect.ownKeys(fresh))
    expect(Reflect.get(clone, 'fetch')).toBe(Reflect.get(fresh, 'fetch'))
    expect(clone.baseURL).toBe(provider.baseURL)
    await clone.chat.completions.create(question)
    expect(arrived()).toEqual({ provider: 1, gateway: 1 })
    expect(registrationOf(client)).toBeDefined()
  })

  it('made with a fetch around the registered one are routed once', async () => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    const inner = Reflect.get(client, 'fetch') as typeof fetch
    const clone = client.withOptions({ fetch: (url, init) => inner(url, init) })
    await clone.chat.completions.create(question)
    expect(arrived()).toEqual({ provider: 0, gateway: 1 })
    expect(gateway.received[0]?.path).toBe('/v1/chat/completions')
  })

  it("made by hand from the client's options are routed too", async () => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    const options = Reflect.get(client, '_options') as ConstructorParameters<typeof OpenAI>[0]
    await new OpenAI({ ...options }).chat.completions.create(question)
    expect(arrived()).toEqual({ provider: 0, gateway: 1 })
  })

  it('of AzureOpenAI follow, and end with the registration', async () => {
    const client = register(createAzure(), gatewayTo(gateway.baseURL))
    const clone = client.withOptions({ apiVersion: '2024-10-21', deployment: 'e', maxRetries: 0 })
    await clone.chat.completions.create(question)
    expect(gateway.received[0]?.path).toBe('/v1/chat/completions?api-version=2024-10-21')
    unregister(client)
    await clone.chat.completions.create(question)
    expect(provider.received[0]?.path).toBe(
      '/v1/openai/deployments/e/chat/completions?api-version=2024-10-21',
    )
  })

  it('leave the client registered when they cannot be made', async () => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    expect(() => client.withOptions(explosive)).toThrow('boom')
    await client.chat.completions.create(question)
    expect(arrived()).toEqual({ provider: 0, gateway: 1 })
  })
})

/** Options that throw while they are read. */
const explosive = {
  get timeout(): number {
    throw new Error('boom')
  },
}
