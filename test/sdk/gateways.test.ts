import {
  altrum,
  configure,
  createFetch,
  gateway,
  javelin,
  portkey,
  query,
  register,
  registrationOf,
  unregister,
} from '@patchbay/sdk'
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { createGatewayServer, type GatewayServer, trap, type Trap } from '@patchbay/testing'
import OpenAI, { AzureOpenAI } from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

let server: GatewayServer
let provider: Trap

beforeAll(async () => {
  ;[server, provider] = await Promise.all([createGatewayServer(), trap()])
})
afterAll(() => Promise.all([server.close(), provider.close()]))
beforeEach(() => {
  const ours = /^(?:PATCHBAY|JAVELIN|PORTKEY|ALTRUM|BEDROCK_ACCESS_GATEWAY|OPENAI|AZURE|AWS)_/
  for (const name of Object.keys(process.env)) if (ours.test(name)) vi.stubEnv(name, undefined)
})
afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
  server.reset()
  if (provider.connectionCount > 0) throw new Error('The provider was reached.')
})

const create = () => new OpenAI({ apiKey: 'sk-x', baseURL: `${provider.url}/v1`, maxRetries: 0 })
const ask = (client: OpenAI) =>
  client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] })

function only() {
  const [request, ...more] = server.requests
  if (request === undefined || more.length > 0) throw new Error(`${server.requests.length} requests arrived`)
  return request
}

function setEnvironment(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
}

/** Each preset as the environment alone sets it up, and what a name then means. */
const ENVIRONMENTS = [
  {
    name: 'javelin',
    variables: () => ({
      JAVELIN_BASE_URL: server.url,
      JAVELIN_API_KEY: 'key-j',
      JAVELIN_VIRTUAL_KEY: 'virtual',
    }),
    path: '/v1/chat/completions',
    headers: {
      'x-javelin-apikey': 'key-j',
      'x-javelin-virtualapikey': 'virtual',
      'x-javelin-model': 'gpt-4o',
    },
    string: 'sampleroute1',
    named: { headers: { 'x-javelin-route': 'sampleroute1' } },
  },
  {
    name: 'portkey',
    variables: () => ({ PORTKEY_BASE_URL: server.url, PORTKEY_API_KEY: 'key-p', PORTKEY_PROVIDER: '@env' }),
    path: '/v1/chat/completions',
    headers: { 'x-portkey-api-key': 'key-p', 'x-portkey-provider': '@env' },
    string: '@slug',
    named: { headers: { 'x-portkey-provider': '@slug' } },
  },
  {
    name: 'portkey, a config by name',
    variables: () => ({ PORTKEY_BASE_URL: server.url, PORTKEY_API_KEY: 'key-p', PORTKEY_CONFIG: 'pc-env' }),
    path: '/v1/chat/completions',
    headers: { 'x-portkey-config': 'pc-env' },
    string: 'pc-other',
    named: { headers: { 'x-portkey-config': 'pc-other' } },
  },
  {
    name: 'altrum',
    variables: () => ({ ALTRUM_BASE_URL: server.url, ALTRUM_API_KEY: 'key-a' }),
    // Its AWS keys are never taken from the environment.
    path: undefined,
    headers: {},
    string: 'openai',
    named: { path: '/v1/openai/chat/completions', headers: { 'project-api-key': 'key-a' } },
  },
  {
    name: 'bedrock-access-gateway',
    variables: () => ({
      BEDROCK_ACCESS_GATEWAY_URL: `${server.url}/api/v1`,
      BEDROCK_ACCESS_GATEWAY_API_KEY: 'key-b',
    }),
    path: '/api/v1/chat/completions',
    headers: { authorization: 'Bearer key-b' },
    string: 'us.model',
    named: { json: { model: 'us.model' } },
  },
  {
    name: 'a URL',
    variables: () => ({ PATCHBAY_GATEWAY: `${server.url}/llm/v1`, PATCHBAY_GATEWAY_API_KEY: 'key-u' }),
    path: '/llm/v1/chat/completions',
    headers: { authorization: 'Bearer key-u' },
    string: 'some-model',
    named: { json: { model: 'some-model' } },
  },
] as const

describe.each(ENVIRONMENTS)(
  'the environment configures $name',
  ({ variables, path, headers, string, named }) => {
    beforeEach(() => setEnvironment(variables()))

    it('for a registration without a route', async () => {
      const call = ask(register(create()))
      if (path === undefined) return expect(call).rejects.toMatchObject({ code: 'aws_credentials_missing' })
      await call
      expect(only()).toMatchObject({ path, headers })
    })

    it('and a string is what that gateway names its routes by', async () => {
      await ask(register(create(), string))
      expect(only()).toMatchObject(named)
    })

    it('and an explicit route does not look at it', async () => {
      await ask(register(create(), gateway({ baseURL: `${server.url}/explicit` })))
      expect(only().path).toBe('/explicit/chat/completions')
    })

    it('and what is registered stays where it is', async () => {
      const client = register(create(), string)
      const before = registrationOf(client)
      for (const name of Object.keys(variables())) vi.stubEnv(name, undefined)
      configure({ gateway: gateway({ baseURL: 'https://elsewhere.invalid' }) })
      expect(registrationOf(client)).toEqual(before)
      await ask(client)
      expect(only()).toMatchObject(named)
    })
  },
)

describe('configure()', () => {
  it('takes a preset by its name, with the settings of the environment', async () => {
    setEnvironment({
      JAVELIN_BASE_URL: server.url,
      JAVELIN_API_KEY: 'j',
      PORTKEY_API_KEY: 'p',
      PORTKEY_BASE_URL: server.url,
    })
    configure({ gateway: 'portkey' })
    await ask(register(create()))
    expect(only().headers['x-portkey-api-key']).toBe('p')
  })

  it('gives names to routes, which come before the names of the gateway', async () => {
    configure({
      gateway: javelin({ baseURL: server.url, apiKey: 'j' }),
      routes: { cheap: portkey({ baseURL: server.url, apiKey: 'p', provider: '@small' }), alias: 'cheap' },
    })
    await ask(register(create(), 'alias'))
    expect(only().headers['x-portkey-provider']).toBe('@small')
  })

  it('serves createFetch() and query(), too', async () => {
    configure({ gateway: javelin({ baseURL: server.url, apiKey: 'j' }) })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const body = { model: 'm', messages: [{ role: 'user', content: 'hello' }] }
    await createFetch('r')(`${provider.url}/v1/chat/completions`, { ...init, body: JSON.stringify(body) })
    await query('r', body)
    expect(server.requests.map(({ path, headers }) => [path, headers['x-javelin-route']])).toEqual([
      ['/v1/chat/completions', 'r'],
      ['/v1/query/r', 'r'],
    ])
  })
})

describe('what is ambiguous or missing', () => {
  it.each([
    [{ JAVELIN_API_KEY: 'j' }, 'ConfigurationError', /JAVELIN_BASE_URL/],
    [{ JAVELIN_API_KEY: 'j', PORTKEY_API_KEY: 'p' }, 'AmbiguousGatewayError', /javelin.*portkey/],
    [{ PATCHBAY_GATEWAY: 'nobody' }, 'ConfigurationError', /nobody/],
    [{ PATCHBAY_GATEWAY: 'portkey' }, 'ConfigurationError', /PORTKEY_API_KEY/],
    [{ PATCHBAY_GATEWAY: 'http://gateway.example.com/v1' }, 'ConfigurationError', /plain http/],
    [{ BEDROCK_ACCESS_GATEWAY_API_KEY: 'b' }, 'ConfigurationError', /BEDROCK_ACCESS_GATEWAY_URL/],
    [{ PATCHBAY_REQUIRE_GATEWAY: '1', AWS_REGION: 'us-east-1' }, 'ConfigurationError', /gateway is required/],
    [{ PATCHBAY_REQUIRE_GATEWAY: 'yes' }, 'ConfigurationError', /PATCHBAY_REQUIRE_GATEWAY must be 1 or 0/],
  ])('%j is a %s', (variables, name, text) => {
    setEnvironment(variables)
    const client = create()
    const before = Object.getOwnPropertyDescriptors(client)
    expect(() => register(client)).toThrow(
      expect.objectContaining({ name, message: expect.stringMatching(text) }),
    )
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
  })

  it('is said of a string that nothing knows', () => {
    expect(() => register(create(), 'no-such-thing')).toThrow(
      expect.objectContaining({ name: 'UnknownRouteError' }),
    )
  })

  it('is no concern of an explicit route', () => {
    setEnvironment({ PATCHBAY_REQUIRE_GATEWAY: '1', JAVELIN_API_KEY: 'j', PORTKEY_API_KEY: 'p' })
    expect(() => register(create(), gateway({ baseURL: `${server.url}/v1` }))).not.toThrow()
  })
})

it('recognises every kind of client', () => {
  const route = javelin({ baseURL: server.url, apiKey: 'j' })
  const azure = { endpoint: provider.url, apiVersion: '2024-10-21', apiKey: 'k' }
  const azureModel = { azureOpenAIApiKey: 'k', azureOpenAIApiVersion: 'v', azureOpenAIApiDeploymentName: 'd' }
  const clients = [
    create(),
    new AzureOpenAI(azure),
    new ChatOpenAI({ apiKey: 'k' }),
    new OpenAIEmbeddings({ apiKey: 'k' }),
    new AzureChatOpenAI({ ...azureModel, azureOpenAIBasePath: `${provider.url}/openai/deployments` }),
    new BedrockRuntimeClient({ region: 'us-east-1' }),
  ]
  const kinds = clients.map((client) => registrationOf(register(client, route))?.kind)
  expect(kinds).toEqual(['openai', 'azure-openai', 'langchain', 'langchain', 'langchain', 'bedrock'])
  for (const client of clients) {
    unregister(client)
    expect(registrationOf(client)).toBeUndefined()
  }
})

it('says where a client goes, without secrets', () => {
  const route = altrum({
    apiKey: 'k-altrum',
    awsAccessKeyId: 'AKIA1',
    awsSecretAccessKey: 's3',
    awsRegion: 'us-east-1',
  })
  const registration = registrationOf(register(create(), route))
  expect(registration).toMatchObject({ kind: 'openai', route: { kind: 'gateway', name: 'altrum' } })
  expect(JSON.stringify(registration)).not.toMatch(/k-altrum|AKIA1|s3/)
})
