import { type LangChainLike, register, unregister } from '@patchbay/langchain'
import { describe, expect, it } from 'vitest'
import { modelKinds } from './support/models.ts'
import { useProvider } from './support/provider.ts'
import { snapshotOf, tracesBetween } from './support/traces.ts'
import { versions } from './support/versions.ts'

/** LangChain's types say no more of a derived model than that it can be run. */
const asModel = (derived: object) => derived as LangChainLike

const provider = useProvider()
const { route, direct, routed } = provider

describe.each(versions)('$name', (version) => {
  const { openai } = version
  const chat = () => new openai.ChatOpenAI(provider.fields())
  const azure = () => {
    const kind = modelKinds(version).find(({ name }) => name === 'AzureChatOpenAI')
    const { model } = kind?.make(provider.origin) ?? {}
    if (!(model instanceof openai.AzureChatOpenAI)) throw new Error('no such kind')
    return model
  }

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
})
