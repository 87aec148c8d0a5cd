import {
  ConfigurationError,
  gateway,
  javelin,
  UnknownRouteError,
  UnsupportedClientError,
} from '@patchbay/core'
import {
  isLangChainModel,
  type LangChainLike,
  register,
  registrationOf,
  unregister,
} from '@patchbay/langchain'
import { createGate } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RecordingServer, startServer } from '../openai/support/recording-server.ts'
import { serving, type TestRoute } from '../openai/support/test-routes.ts'
import { modelKinds, PROVIDER_KEY } from './support/models.ts'
import { answerLangChain } from './support/service.ts'
import { snapshotOf, tracesBetween } from './support/traces.ts'
import { versions } from './support/versions.ts'

let provider: RecordingServer

beforeAll(async () => {
  provider = await startServer(answerLangChain)
})
afterAll(() => provider.close())
afterEach(() => void provider.received.splice(0))

const origin = () => new URL(provider.baseURL).origin

/** A route that answers every request as the provider would, and remembers them. */
const route = (name = 'test-local'): TestRoute =>
  serving((request) => fetch(provider.baseURL + request.endpoint, forwarded(request.body)), name)

/** Marked, so that the provider's own log tells routed requests from others. */
const forwarded = (body: RequestInit['body']): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-routed': 'yes' },
  ...(body !== undefined && { body }),
})

const direct = () => provider.received.filter(({ headers }) => headers['x-routed'] === undefined).length
const routed = () => provider.received.length - direct()

/** LangChain's types say no more of a derived model than that it can be run. */
const asModel = (derived: object) => derived as LangChainLike

interface Sender {
  clientConfig: { fetch?: unknown }
  client?: { fetch: unknown; _options: { fetch?: unknown } }
}
type Inside = Sender & {
  completions?: Sender
  responses?: Sender
  fields?: { configuration?: { fetch?: unknown } }
}
const inside = (model: object) => model as Inside

const fields = () => ({
  model: 'm',
  apiKey: PROVIDER_KEY,
  maxRetries: 0,
  configuration: { baseURL: provider.baseURL, defaultHeaders: { 'x-mine': '1' } },
})

describe.each(versions)('$name', (version) => {
  const { openai } = version
  const chat = () => new openai.ChatOpenAI(fields())
  const azure = () => {
    const kind = modelKinds(version).find(({ name }) => name === 'AzureChatOpenAI')
    const { model } = kind?.make(origin()) ?? {}
    if (!(model instanceof openai.AzureChatOpenAI)) throw new Error('no such kind')
    return model
  }

  describe.each(modelKinds(version))('$name', ({ make }) => {
    it('is, after unregister, property by property what it was', () => {
      const { model } = make(origin())
      const before = snapshotOf(model)
      register(model, route())
      expect(tracesBetween(before, snapshotOf(model))).not.toEqual([])
      unregister(model)
      expect(tracesBetween(before, snapshotOf(model))).toEqual([])
      expect(registrationOf(model)).toBeUndefined()
      unregister(model)
      expect(tracesBetween(before, snapshotOf(model))).toEqual([])
    })

    it('is what it was when it had made its client before', async () => {
      const { model, call } = make(origin())
      await call('a')
      const before = snapshotOf(model)
      register(model, route())
      await call('b')
      expect([direct(), routed()]).toEqual([1, 1])
      unregister(model)
      expect(tracesBetween(before, snapshotOf(model))).toEqual([])
      await call('c')
      expect([direct(), routed()]).toEqual([2, 1])
    })

    it('leaves nothing on a client that was made while it was registered', async () => {
      const { model, call } = make(origin())
      register(model, route())
      await call('a')
      unregister(model)
      for (const sender of [inside(model), inside(model).completions, inside(model).responses]) {
        if (sender?.client === undefined) continue
        expect(sender.client.fetch).toBe(globalThis.fetch)
        expect(Object.hasOwn(sender.client._options, 'fetch')).toBe(false)
      }
      await call('b')
      expect([direct(), routed()]).toEqual([1, 1])
    })

    it('takes a new route, and the last one counts', async () => {
      const { model, call } = make(origin())
      const [first, second] = [route('first'), route('second')]
      register(model, first)
      await call('a')
      register(model, second)
      const names = Reflect.ownKeys(model)
      register(model, second)
      expect(Reflect.ownKeys(model)).toEqual(names)
      await call('b')
      expect(registrationOf(model)?.route.name).toBe('second')
      unregister(model)
      register(model, first)
      await call('c')
      expect([first.requests.length, second.requests.length, direct()]).toEqual([2, 1, 0])
    })

    it('keeps its class, its keys and its JSON while registered', () => {
      const { model } = make(origin())
      const before = {
        keys: Object.keys(model),
        json: JSON.stringify(model),
        prototype: Object.getPrototypeOf(model),
      }
      register(model, route())
      expect({
        keys: Object.keys(model),
        json: JSON.stringify(model),
        prototype: Object.getPrototypeOf(model) as unknown,
      }).toEqual(before)
    })
  })

  it('puts the same kind of fetch everywhere', async () => {
    const model = chat()
    await model.invoke('a')
    const inner = inside(model).completions?.client
    register(model, route())
    const { clientConfig, completions, responses, fields: own } = inside(model)
    const places = [
      clientConfig.fetch,
      completions?.clientConfig.fetch,
      responses?.clientConfig.fetch,
      own?.configuration?.fetch,
      inner?.fetch,
      inner?._options.fetch,
    ]
    for (const fetch of places) expect(fetch).toBeTypeOf('function')
    expect(places).not.toContain(globalThis.fetch)
    expect(completions?.client).toBe(inner)
  })

  it("never changes the caller's own objects", () => {
    const given = fields()
    const frozen = { ...given, configuration: Object.freeze({ ...given.configuration }) }
    Object.freeze(frozen)
    const model = register(new openai.ChatOpenAI(frozen), route())
    expect(inside(model).fields).not.toBe(frozen)
    expect(Object.keys(frozen.configuration)).toEqual(['baseURL', 'defaultHeaders'])
    unregister(model)
    expect(inside(model).fields).toBe(frozen)
  })

  it('keeps what else is configured, on derived models too', async () => {
    await register(chat(), gateway({ baseURL: provider.baseURL }))
      .withConfig({ seed: 1 })
      .invoke('a')
    expect(provider.received[0]?.headers).toMatchObject({ 'x-mine': '1' })
  })

  it('sends by the fetch that the application configured', async () => {
    const urls: string[] = []
    const own: typeof fetch = (url, init) => {
      urls.push(typeof url === 'string' ? url : 'not a string')
      return fetch(url, init)
    }
    const configuration = { ...fields().configuration, fetch: own }
    const model = new openai.ChatOpenAI({ ...fields(), configuration })
    const taken = route()
    register(model, gateway({ baseURL: `${origin()}/gateway` }))
    await model.invoke('a')
    await model.withConfig({ seed: 1 }).invoke('b')
    expect(urls).toEqual(Array.from({ length: 2 }, () => `${origin()}/gateway/chat/completions`))
    register(model, taken)
    await model.invoke('c')
    expect(taken.requests[0]?.client).toMatchObject({
      kind: 'langchain',
      baseURL: provider.baseURL,
      customFetch: true,
    })
    unregister(model)
    expect(inside(model).completions?.clientConfig.fetch).toBe(own)
    expect(inside(model).completions?.client?.fetch).toBe(own)
    await model.invoke('d')
    expect(urls).toHaveLength(3)
  })

  it('says which client a request comes from', async () => {
    const taken = route()
    await register(chat(), taken).invoke('a')
    await register(azure(), taken).invoke('b')
    expect(taken.requests.map(({ client }) => [client.kind, client.baseURL, client.customFetch])).toEqual([
      ['langchain', provider.baseURL, false],
      ['azure-openai', `${origin()}/openai/deployments/deployed`, false],
    ])
    expect(taken.requests[1]).toMatchObject({ endpoint: '/chat/completions', deployment: 'deployed' })
  })

  describe.each([
    ['ChatOpenAI', chat],
    ['AzureChatOpenAI', azure],
  ])('models derived from %s', (_name, make) => {
    it('follow the route of the model, its end and its revival', async () => {
      const model = register(make(), route('first'))
      const derived = model.withConfig({ seed: 1 })
      await derived.invoke('a')
      expect([direct(), routed()]).toEqual([0, 1])
      unregister(model)
      await derived.invoke('b')
      expect([direct(), routed()]).toEqual([1, 1])
      const second = route('second')
      register(model, second)
      await derived.invoke('c')
      expect([direct(), second.requests.length]).toEqual([1, 1])
    })

    it('have routes of their own, apart from the model they were made from', async () => {
      const [ofModel, ofDerived] = [route('of-model'), route('of-derived')]
      const model = register(make(), ofModel)
      const derived = model.withConfig({ seed: 1 })
      const before = snapshotOf(derived)
      register(asModel(derived), ofDerived)
      await derived.invoke('a')
      await derived.withConfig({ seed: 2 }).invoke('b')
      expect([ofModel.requests.length, ofDerived.requests.length]).toEqual([0, 2])
      expect(ofDerived.requests[0]?.client.customFetch).toBe(false)
      await model.invoke('c')
      expect([ofModel.requests.length, ofDerived.requests.length]).toEqual([1, 2])
      unregister(derived)
      expect(tracesBetween(before, snapshotOf(derived)).filter((path) => !/\.client\b/.test(path))).toEqual(
        [],
      )
      await derived.invoke('d')
      expect([ofModel.requests.length, ofDerived.requests.length, direct()]).toEqual([2, 2, 0])
    })

    it('do not draw the model they were made from along', async () => {
      const model = make()
      const derived = model.withConfig({ seed: 1 })
      register(asModel(derived), route())
      await derived.invoke('a')
      expect([direct(), routed()]).toEqual([0, 1])
      await model.invoke('b')
      expect([direct(), routed()]).toEqual([1, 1])
    })
  })

  it('is the one exception: a model bound before the registration goes direct', async () => {
    const model = chat()
    const bound = model.withConfig({ seed: 1 })
    register(model, route())
    await bound.invoke('a')
    expect([direct(), routed()]).toEqual([1, 0])
  })

  it('goes back in mid-flight without harm: a request that is on its way ends on its route', async () => {
    const [arrived, gate] = [createGate(), createGate()]
    const slow = serving(async (request) => {
      arrived.open()
      await gate.opened
      return fetch(provider.baseURL + request.endpoint, forwarded(request.body))
    })
    const model = register(chat(), slow)
    const reply = model.invoke('a')
    await arrived.opened
    unregister(model)
    gate.open()
    expect((await reply).content).toBe('echo a')
    expect([direct(), routed()]).toEqual([0, 1])
  })

  it('recognises models, and nothing else', () => {
    expect(isLangChainModel(chat())).toBe(true)
    const others = [new OpenAI({ apiKey: 'k' }), chat().pipe((x) => x), {}, null, 'gpt-4o', new Map()]
    for (const other of others) {
      expect(isLangChainModel(other)).toBe(false)
      expect(() => register(other as never, route())).toThrow(UnsupportedClientError)
    }
    expect(() => register(Object.freeze(chat()), route())).toThrow(UnsupportedClientError)
  })

  it('leaves a model alone when its route cannot be resolved', () => {
    const model = chat()
    const before = snapshotOf(model)
    expect(() => register(model, 'no-such-route-or-model')).toThrow(UnknownRouteError)
    expect(() => register(model, {} as never)).toThrow(ConfigurationError)
    expect(() => register(model, javelin({ baseURL: 'http://example.com', apiKey: 'k' }))).toThrow(
      ConfigurationError,
    )
    expect(tracesBetween(before, snapshotOf(model))).toEqual([])
  })
})
