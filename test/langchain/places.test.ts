import { gateway } from '@patchbay/core'
import { register, unregister } from '@patchbay/langchain'
import { describe, expect, it } from 'vitest'
import { inside } from './support/inside.ts'
import { modelKinds } from './support/models.ts'
import { useProvider } from './support/provider.ts'
import { versions } from './support/versions.ts'

const provider = useProvider()
const { route } = provider

describe.each(versions)('$name', (version) => {
  const { openai } = version
  const chat = () => new openai.ChatOpenAI(provider.fields())
  const azure = () => {
    const kind = modelKinds(version).find(({ name }) => name === 'AzureChatOpenAI')
    const { model } = kind?.make(provider.origin) ?? {}
    if (!(model instanceof openai.AzureChatOpenAI)) throw new Error('no such kind')
    return model
  }

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
      inner?.['_options'].fetch,
    ]
    for (const fetch of places) expect(fetch).toBeTypeOf('function')
    expect(places).not.toContain(globalThis.fetch)
    expect(completions?.client).toBe(inner)
  })

  it("never changes the caller's own objects", () => {
    const given = provider.fields()
    const frozen = { ...given, configuration: Object.freeze({ ...given.configuration }) }
    Object.freeze(frozen)
    const model = register(new openai.ChatOpenAI(frozen), route())
    expect(inside(model).fields).not.toBe(frozen)
    expect(Object.keys(frozen.configuration)).toEqual(['baseURL', 'defaultHeaders'])
    unregister(model)
    expect(inside(model).fields).toBe(frozen)
  })

  it('keeps what else is configured, on derived models too', async () => {
    await register(chat(), gateway({ baseURL: provider.server.baseURL }))
      .withConfig({ seed: 1 })
      .invoke('a')
    expect(provider.server.received[0]?.headers).toMatchObject({ 'x-mine': '1' })
  })

  it('sends by the fetch that the application configured', async () => {
    const urls: string[] = []
    const own: typeof fetch = (url, init) => {
      urls.push(typeof url === 'string' ? url : 'not a string')
      return fetch(url, init)
    }
    const configuration = { ...provider.fields().configuration, fetch: own }
    const model = new openai.ChatOpenAI({ ...provider.fields(), configuration })
    const taken = route()
    register(model, gateway({ baseURL: `${provider.origin}/gateway` }))
    await model.invoke('a')
    await model.withConfig({ seed: 1 }).invoke('b')
    expect(urls).toEqual(Array.from({ length: 2 }, () => `${provider.origin}/gateway/chat/completions`))
    register(model, taken)
    await model.invoke('c')
    expect(taken.requests[0]?.client).toMatchObject({
      kind: 'langchain',
      baseURL: provider.server.baseURL,
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
      ['langchain', provider.server.baseURL, false],
      ['azure-openai', `${provider.origin}/openai/deployments/deployed`, false],
    ])
    expect(taken.requests[1]).toMatchObject({ endpoint: '/chat/completions', deployment: 'deployed' })
  })
})
