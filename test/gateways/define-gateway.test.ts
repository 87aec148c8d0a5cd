import { readFile } from 'node:fs/promises'
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { ChatOpenAI } from '@langchain/openai'
import {
  ConfigurationError,
  configure,
  createFetch,
  defineGateway,
  fallback,
  gateway,
  type GatewayRequest,
  javelin,
  query,
  register,
  registrationOf,
} from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer, trap, type Trap } from '@patchbay/testing'
import OpenAI, { AzureOpenAI } from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { acme } from './support/acme.ts'

const KEY = 'key-of-acme-4711'
const PROVIDER_KEY = 'sk-provider-0815'
const messages = [{ role: 'user' as const, content: 'What is 2 + 2?' }]

let server: GatewayServer
let provider: Trap
beforeAll(async () => {
  server = await createGatewayServer({
    expect: { 'x-acme-key': KEY },
    forbid: ['authorization', 'api-key', 'x-api-key'],
  })
  provider = await trap()
})
afterAll(async () => {
  await server.close()
  await provider.close()
})
beforeEach(() => server.reset())
afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
  if (provider.connectionCount > 0) throw new Error('The provider was reached.')
})

const toAcme = (options: Partial<Parameters<typeof acme>[0]> = {}) =>
  acme({ baseURL: `${server.url}/llm`, apiKey: KEY, route: 'support', tier: 'fast', ...options })
const openai = () => new OpenAI({ apiKey: PROVIDER_KEY, baseURL: `${provider.url}/v1`, maxRetries: 0 })
const last = () => {
  const request = server.requests.at(-1)
  if (request === undefined) throw new Error('Nothing arrived.')
  return request
}

describe('a gateway from outside of the package', () => {
  it('is the one that its page shows', async () => {
    const page = await readFile(new URL('../../docs/gateways/define-gateway.md', import.meta.url), 'utf8')
    const code = await readFile(new URL('support/acme.ts', import.meta.url), 'utf8')
    expect(page).toContain(`\`\`\`ts\n${code}\`\`\``)
  })

  it('serves an OpenAI client, whole and streamed', async () => {
    const client = register(openai(), toAcme())
    const whole = await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(whole.choices[0]?.message.content).toBe('2 + 2 is 4.')
    expect(last()).toMatchObject({
      path: '/llm/routes/support/chat/completions',
      json: { model: 'gpt-4o', trace: true },
      headers: { 'x-acme-route': 'support', 'x-acme-tier': 'fast', 'x-acme-model': 'gpt-4o' },
    })
    const final = await client.chat.completions.stream({ model: 'gpt-4o', messages }).finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe('2 + 2 is 4.')
    const { data } = await client.embeddings.create({ model: 'e', input: 'a', dimensions: 8 })
    expect(data[0]?.embedding).toHaveLength(8)
    expect(last().json).not.toHaveProperty('trace')
  })

  it('serves AzureOpenAI', async () => {
    const client = new AzureOpenAI({
      apiKey: PROVIDER_KEY,
      endpoint: provider.url,
      deployment: 'prod',
      apiVersion: '2025-01-01',
    })
    await register(client, toAcme()).chat.completions.create({ model: 'gpt-4o', messages })
    expect(last().path).toBe('/llm/routes/support/chat/completions')
  })

  it('serves LangChain', async () => {
    const model = new ChatOpenAI({
      model: 'gpt-4o',
      apiKey: PROVIDER_KEY,
      configuration: { baseURL: `${provider.url}/v1` },
    })
    const answer = await register(model, toAcme({ route: 'chains' })).invoke('What is 2 + 2?')
    expect(answer.content).toBe('2 + 2 is 4.')
    expect(last().path).toBe('/llm/routes/chains/chat/completions')
  })

  it('serves an Anthropic client', async () => {
    const client = new Anthropic({ apiKey: PROVIDER_KEY, baseURL: provider.url, maxRetries: 0 })
    register(client, toAcme())
    server.enqueue({
      json: { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] },
    })
    const message = await client.messages.create({ model: 'claude', max_tokens: 9, messages })
    expect(message.content).toEqual([{ type: 'text', text: 'Hello.' }])
    expect(last()).toMatchObject({
      path: '/llm/routes/support/messages',
      headers: { 'x-acme-model': 'claude' },
    })
  })

  it('serves a BedrockRuntimeClient by its convention, unsigned', async () => {
    const client = register(new BedrockRuntimeClient({ maxAttempts: 1 }), toAcme())
    server.enqueue({
      json: {
        output: { message: { role: 'assistant', content: [{ text: 'Hello.' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
        metrics: { latencyMs: 1 },
      },
    })
    const command = new ConverseCommand({
      modelId: 'amazon.nova-lite-v1:0',
      messages: [{ role: 'user', content: [{ text: 'a' }] }],
    })
    expect((await client.send(command)).output?.message?.content).toEqual([{ text: 'Hello.' }])
    expect(last()).toMatchObject({
      path: '/llm/bedrock/model/amazon.nova-lite-v1%3A0/converse',
      headers: { 'x-acme-model': 'amazon.nova-lite-v1:0', 'x-acme-route': 'support' },
    })
    expect(Object.keys(last().headers).filter((name) => /^(?:x-amz-|amz-sdk-)/.test(name))).toEqual([])
  })

  it('serves a plain fetch, query, and a policy', async () => {
    const answer = await createFetch(toAcme())('https://api.openai.com/v1/models')
    expect(answer.status).toBe(200)
    expect(await query(toAcme(), { model: 'gpt-4o', messages })).toMatchObject({ object: 'chat.completion' })
    const client = register(
      openai(),
      fallback([toAcme({ baseURL: provider.url.replace(/\d+$/, '1') }), toAcme()]),
    )
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(last().path).toBe('/llm/routes/support/chat/completions')
  })

  it('makes a refusal that came as a success the error of each SDK', async () => {
    server.reply({ json: { blocked: 'Not about 2 + 2.' } })
    const chat = register(openai(), toAcme()).chat.completions.create({ model: 'gpt-4o', messages })
    await expect(chat).rejects.toThrow(OpenAI.BadRequestError)
    await expect(chat).rejects.toMatchObject({ code: 'content_filter', message: '400 Not about 2 + 2.' })
    const client = register(new Anthropic({ apiKey: 'x', maxRetries: 0 }), toAcme())
    const message = client.messages.create({ model: 'm', max_tokens: 9, messages })
    await expect(message).rejects.toThrow(Anthropic.BadRequestError)
    const bedrock = register(new BedrockRuntimeClient({ maxAttempts: 1 }), toAcme())
    await expect(bedrock.send(new ConverseCommand({ modelId: 'm', messages: [] }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Not about 2 + 2.',
    })
  })

  it('is configured by its own variables, and names its routes', async () => {
    vi.stubEnv('ACME_BASE_URL', `${server.url}/llm/`)
    vi.stubEnv('ACME_API_KEY', KEY)
    configure({ gateway: acme() })
    const client = register(openai(), 'billing')
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(last().path).toBe('/llm/routes/billing/chat/completions')
    expect(registrationOf(client)?.route).toEqual({
      kind: 'gateway',
      name: 'acme',
      baseURL: `${server.url}/llm`,
    })
  })
})

describe('secrets', () => {
  it('are nowhere to be read, and nobody can replace them', async () => {
    const route = toAcme({ headers: { 'x-acme-key': 'other' } })
    expect(JSON.stringify([route, route.describe()])).not.toContain(KEY)
    const client = register(openai(), route)
    await client.chat.completions.create({ model: 'gpt-4o', messages }, { headers: { 'x-acme-key': 'mine' } })
    expect(last().headers['x-acme-key']).toBe(KEY)
    server.enqueue({ error: { status: 401, message: `Unknown key ${KEY}`, code: 'no' } })
    await expect(client.models.list()).rejects.toThrow('Unknown key [redacted]')
  })

  it('of a defined gateway do not reach another gateway, be there a route to it or not', async () => {
    await using other = await createGatewayServer({ forbid: ['x-acme-key', 'x-idle-pass', 'x-idle-token'] })
    defineGateway({
      name: 'idle',
      options: { pass: 'string' },
      keys: ({ pass }) => ({ 'x-idle-pass': pass }),
    })
    const defaultHeaders = { 'x-acme-key': KEY, 'x-idle-pass': 'p', 'x-idle-token': 't', 'x-acme-route': 'r' }
    for (const route of [
      javelin({ baseURL: other.url, apiKey: 'k' }),
      gateway({ baseURL: `${other.url}/v1`, apiKey: 'k' }),
    ]) {
      await register(new OpenAI({ apiKey: 'x', defaultHeaders, maxRetries: 0 }), route).models.list()
      expect(other.requests.at(-1)?.headers).toMatchObject({ 'x-acme-route': 'r' })
    }
  })

  it('of other gateways do not reach a defined one', async () => {
    const client = new OpenAI({
      apiKey: 'x',
      defaultHeaders: { 'x-portkey-api-key': 'p', 'x-javelin-apikey': 'j', 'project-api-key': 'a' },
    })
    await register(client, toAcme()).models.list()
    expect(JSON.stringify(last().headers)).not.toMatch(/portkey|javelin|project-api-key/)
  })

  it('go over https only, also where the definition names another host', async () => {
    expect(() => toAcme({ baseURL: 'http://acme.example.com' })).toThrow(ConfigurationError)
    const leaky = defineGateway({
      name: 'leaky',
      keys: ({ apiKey }) => ({ 'x-leaky-key': apiKey }),
      url: () => 'http://elsewhere.example.com/v1/chat/completions',
    })
    const client = register(openai(), leaky({ baseURL: `${server.url}/v1`, apiKey: 'k' }))
    await expect(client.models.list()).rejects.toThrow(/plain http/)
    expect(server.requests).toEqual([])
  })
})

describe('what makes no sense is refused at once', () => {
  const keys = () => ({})
  it.each([
    [undefined, /definition/],
    [{ keys }, /needs `name`/],
    [{ name: ' ', keys }, /needs `name`/],
    [{ name: 'x' }, /needs `keys`/],
    [{ name: 'x', keys, header: keys }, /"header"\. Did you mean "headers"\?/],
    [
      { name: 'x', keys, bedrock: { signin: 'none' } },
      /`bedrock` has no option "signin"\. Did you mean "signing"\?/,
    ],
  ])('the definition %j', (definition, message) => {
    expect(() => defineGateway(definition as never)).toThrow(ConfigurationError)
    expect(() => defineGateway(definition as never)).toThrow(message)
  })

  it.each([
    [{ rout: 'x' }, /acme\(\) has no option "rout"\. Did you mean "route"\?/],
    [{ route: '..' }, /`route` cannot be a part of a path/],
    [{ tier: 'free' }, /`tier` must be one of fast, cheap/],
    [{ route: 5 }, /`route` must be a string/],
    [{ apiKey: ' ' }, /needs a key: give `apiKey`, or set ACME_API_KEY/],
    [{ apiKey: 'a\nb' }, /x-acme-key/],
    [{ baseURL: '' }, /needs the address of the gateway: give `baseURL`, or set ACME_BASE_URL/],
    [{ credentials: 'Strip' }, /credentials/],
  ])('the options %j', (options, message) => {
    expect(() => toAcme(options as never)).toThrow(ConfigurationError)
    expect(() => toAcme(options as never)).toThrow(message)
  })
})

describe('a definition in JavaScript', () => {
  const plain = (members: object) =>
    defineGateway({
      name: 'plain',
      keys: ({ apiKey }: { apiKey?: string }) => ({ 'x-acme-key': apiKey }),
      ...members,
    } as never)
  const route = (members: object) => plain(members)({ baseURL: `${server.url}/v1`, apiKey: KEY } as never)
  const failure = async (members: object): Promise<unknown> =>
    register(openai(), route(members))
      .chat.completions.create({ model: 'gpt-4o', messages })
      .catch((error: unknown) => error)

  it.each([() => null, () => undefined])('may say in any way that there are no keys: %s', async (keys) => {
    await using open = await createGatewayServer()
    const keyless = plain({ keys })({ baseURL: `${open.url}/v1` } as never)
    const { data } = await register(openai(), keyless).models.list()
    expect(data.length).toBeGreaterThan(0)
  })

  it.each(['url', 'body', 'headers', 'adjustHeaders', 'reject', 'credentials'])(
    'must not have an async `%s`',
    async (name) => {
      const unawaited = () => Promise.reject(new Error('This is not waited for.'))
      expect(await failure({ [name]: unawaited })).toMatchObject({
        message: expect.stringMatching(
          new RegExp(`plain\\(\\): \`${name}\` of the definition returned a promise`),
        ) as string,
      })
      expect(server.requests).toEqual([])
    },
  )

  it.each(['keys', 'settings', 'describe', 'check', 'resolve'])(
    'must not have an async `%s`, which is known when the route is made',
    (name) => {
      const make = () => route({ [name]: () => Promise.resolve({}) })
      expect(make).toThrow(ConfigurationError)
      expect(make).toThrow(`\`${name}\` of the definition returned a promise`)
    },
  )

  it('must return a URL', async () => {
    expect(await failure({ url: () => undefined })).toMatchObject({
      status: 500,
      message: expect.stringContaining('`url` of the definition must return a text') as string,
    })
  })

  it('may use `this`, and be an instance of a class', async () => {
    class Definition {
      name = 'plain'
      keys() {
        return this.secrets()
      }
      protected secrets() {
        return { 'x-acme-key': KEY }
      }
    }
    const made = defineGateway(new Definition())({ baseURL: `${server.url}/v1` })
    await register(openai(), made).models.list()
    expect(last().headers['x-acme-key']).toBe(KEY)
  })

  it.each(['url', 'headers', 'body', 'reject', 'answer'])(
    'keeps keys out of what `%s` throws',
    async (name) => {
      const quote = (...given: readonly unknown[]) => {
        const [request, { apiKey }] = given.slice(-2) as [GatewayRequest, { apiKey: string }]
        throw new RangeError(`key ${apiKey}, caller ${request.headers.get('authorization')}`)
      }
      const routed = createFetch(
        route({ [name]: name === 'answer' ? async (...given: unknown[]) => quote(...given) : quote }),
      )
      const answer = await routed('https://api.openai.com/v1/chat/completions', {
        method: 'POST',
        headers: { authorization: `Bearer ${PROVIDER_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'gpt-4o', messages }),
      })
      expect(answer.status).toBe(500)
      const text = await answer.text()
      expect(text).toContain('RangeError: key [redacted], caller Bearer [redacted]')
      expect(text).not.toMatch(new RegExp(`${KEY}|${PROVIDER_KEY}`))
    },
  )
})

it('without a Bedrock convention, Bedrock commands are translated', async () => {
  const plain = defineGateway({
    name: 'plain',
    keys: () => ({ 'x-acme-key': KEY }),
    chatProfile: { limitName: 'max_tokens' },
  })
  const client = register(new BedrockRuntimeClient({}), plain({ baseURL: `${server.url}/v1` }))
  const answer = await client.send(
    new ConverseCommand({
      modelId: 'gpt-4o',
      messages: [{ role: 'user', content: [{ text: 'What is 2 + 2?' }] }],
      inferenceConfig: { maxTokens: 50 },
    }),
  )
  expect(answer.output?.message?.content).toEqual([{ text: '2 + 2 is 4.' }])
  expect(last()).toMatchObject({ path: '/v1/chat/completions', json: { model: 'gpt-4o', max_tokens: 50 } })
})

it('needs a name and keys only: everything else is as in gateway()', async () => {
  const plain = defineGateway({ name: 'plain', keys: ({ apiKey }) => ({ 'x-acme-key': apiKey }) })
  const client = register(openai(), plain({ baseURL: `${server.url}/v1/`, apiKey: KEY, model: 'm' }))
  await client.chat.completions.create({ model: 'gpt-4o', messages })
  expect(last()).toMatchObject({ path: '/v1/chat/completions', json: { model: 'm' } })
  const service = defineGateway({ name: 'service', root: 'service', keys: () => ({ 'x-acme-key': KEY }) })
  for (const baseURL of [server.url, `${server.url}/v1`]) {
    await register(openai(), service({ baseURL })).models.list()
    expect(last().path).toBe('/v1/models')
  }
})
