import assert from 'node:assert/strict'
import { createOpenAI } from '@ai-sdk/openai'
import { createFetch, javelin } from '@patchbay/core'
import { register as registerLangChain } from '@patchbay/langchain'
import { register } from '@patchbay/openai'
import { createGatewayServer, trap, type Trap } from '@patchbay/testing'
import { APICallError, generateText } from 'ai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { modelKinds } from '../langchain/support/models.ts'
import { versions as langchainVersions } from '../langchain/support/versions.ts'
import { versions } from '../openai/support/versions.ts'
import { presetCases } from './support/presets.ts'

let provider: Trap
/** Where a gateway was until a moment ago. */
let closed: string

beforeAll(async () => {
  provider = await trap()
  const gateway = await createGatewayServer()
  closed = gateway.url
  await gateway.close()
})
afterAll(() => provider.close())
afterEach(() => {
  assert.deepEqual(provider.requests, [])
  assert.equal(provider.connectionCount, 0)
})

const failure = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  )

const question = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'hello' }] }

describe.each(presetCases)('with the port of $name closed', ({ create, chatOnly }) => {
  describe.each(versions)('$name', ({ OpenAI, AzureOpenAI }) => {
    const clients = [
      ['OpenAI', () => new OpenAI({ apiKey: 'sk-x', baseURL: `${provider.url}/v1`, maxRetries: 0 })],
      [
        'AzureOpenAI',
        () =>
          new AzureOpenAI({
            apiKey: 'k',
            endpoint: provider.url,
            apiVersion: '2024-10-21',
            deployment: 'd',
            maxRetries: 0,
          }),
      ],
    ] as const

    it.each(clients)('%s fails with its own connection error', async (_name, make) => {
      const client = register(make(), create(closed))
      const calls = [
        client.chat.completions.create(question),
        client.chat.completions.create({ ...question, stream: true }),
        ...(chatOnly ? [] : [client.embeddings.create({ model: 'e', input: 'x' }), client.models.list()]),
      ]
      for (const error of await Promise.all(calls.map(failure))) {
        expect(error).toBeInstanceOf(OpenAI.APIConnectionError)
        expect(error).toMatchObject({ message: 'Connection error.' })
      }
    })
  })

  describe.each(langchainVersions)('$name', (version) => {
    it.each(modelKinds(version))('$name fails with its own connection error', async ({ make, path }) => {
      const { model, call } = make(provider.url)
      registerLangChain(model, create(closed))
      const error = (await failure(call('hello'))) as Error
      const served = !chatOnly || path.endsWith('/chat/completions')
      expect(error.constructor.name).toBe(served ? 'APIConnectionError' : 'BadRequestError')
    })
  })

  it('the Vercel AI SDK fails with its own error, by createFetch', async () => {
    const openai = createOpenAI({
      apiKey: 'k',
      baseURL: `${provider.url}/v1`,
      fetch: createFetch(create(closed)),
    })
    const error = await failure(generateText({ model: openai.chat('m'), prompt: 'hello', maxRetries: 0 }))
    expect(APICallError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ message: expect.stringContaining('Cannot connect to API') as string })
  })

  it('createFetch fails as fetch does', async () => {
    const fetch = createFetch(create(closed))
    const body = JSON.stringify(question)
    const headers = { 'content-type': 'application/json' }
    const error = await failure(
      fetch(`${provider.url}/v1/chat/completions`, { method: 'POST', headers, body }),
    )
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  })
})

describe.each(presetCases.filter(({ chatOnly }) => chatOnly))(
  'with the port of $name closed',
  ({ create }) => {
    it.each(versions)('$name is refused what the gateway does not serve', async ({ OpenAI }) => {
      const client = register(new OpenAI({ apiKey: 'sk-x', baseURL: `${provider.url}/v1` }), create(closed))
      const error = await failure(client.embeddings.create({ model: 'e', input: 'x' }))
      expect(error).toBeInstanceOf(OpenAI.BadRequestError)
      expect(error).toMatchObject({ code: 'unsupported_endpoint' })
    })
  },
)

describe.each(versions)('100 concurrent calls with 100 models by $name', ({ OpenAI }) => {
  it('carry a model header each of their own', async () => {
    await using gateway = await createGatewayServer({ expect: { 'x-javelin-model': true } })
    const client = register(
      new OpenAI({ apiKey: 'sk-x', baseURL: `${provider.url}/v1`, maxRetries: 0 }),
      javelin({ baseURL: gateway.url, apiKey: 'k', route: 'r' }),
    )
    const models = Array.from({ length: 100 }, (_, index) => `model-${index}`)
    const answers = await Promise.all(
      models.map((model) => client.chat.completions.create({ ...question, model })),
    )
    expect(answers.map(({ model }) => model)).toEqual(models)
    const pairs = gateway.requests.map(({ json, headers }) => [
      (json as { model: string }).model,
      headers['x-javelin-model'],
    ])
    expect(pairs.filter(([body, header]) => body !== header)).toEqual([])
    expect(new Set(pairs.map(([, header]) => header))).toEqual(new Set(models))
  })
})
