import { ConfigurationError, javelin, UnknownRouteError, UnsupportedClientError } from '@patchbay/core'
import { isLangChainModel, register, registrationOf, unregister } from '@patchbay/langchain'
import { createGate } from '@patchbay/testing'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { completion, serving } from '../openai/support/test-routes.ts'
import { inside } from './support/inside.ts'
import { modelKinds } from './support/models.ts'
import { useProvider } from './support/provider.ts'
import { snapshotOf, tracesBetween } from './support/traces.ts'
import { versions } from './support/versions.ts'

const provider = useProvider()
const { route, direct, routed } = provider

describe.each(versions)('$name', (version) => {
  const { openai } = version
  const chat = () => new openai.ChatOpenAI(provider.fields())

  describe.each(modelKinds(version))('$name', ({ make }) => {
    it('is, after unregister, property by property what it was', () => {
      const { model } = make(provider.origin)
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
      const { model, call } = make(provider.origin)
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
      const { model, call } = make(provider.origin)
      register(model, route())
      await call('a')
      unregister(model)
      for (const sender of [inside(model), inside(model).completions, inside(model).responses]) {
        if (sender?.client === undefined) continue
        expect(sender.client.fetch).toBe(globalThis.fetch)
        expect(Object.hasOwn(sender.client['_options'], 'fetch')).toBe(false)
      }
      await call('b')
      expect([direct(), routed()]).toEqual([1, 1])
    })

    it('takes a new route, and the last one counts', async () => {
      const { model, call } = make(provider.origin)
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
      const { model } = make(provider.origin)
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

  it('goes back in mid-flight without harm: a request that is on its way ends on its route', async () => {
    const [arrived, gate] = [createGate(), createGate()]
    const slow = serving(async () => {
      arrived.open()
      await gate.opened
      return completion('after all')
    })
    const model = register(chat(), slow)
    const reply = model.invoke('a')
    await arrived.opened
    unregister(model)
    gate.open()
    expect((await reply).content).toBe('after all')
    expect(direct()).toBe(0)
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
