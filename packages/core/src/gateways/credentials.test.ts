import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { type Loopback, startLoopback } from '../../test-support/loopback.ts'
import { type Call, PROVIDER_KEY, requestOf } from '../../test-support/requests.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { altrum } from './altrum.ts'
import { bedrockAccessGateway } from './bedrock-access-gateway.ts'
import { gateway } from './gateway.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'
import type { GatewayRoute } from './gateway-types.ts'
import { javelin } from './javelin.ts'
import { portkey } from './portkey.ts'

let server: Loopback
beforeAll(async () => {
  server = await startLoopback()
})
afterAll(() => server.close())

const AWS = { awsAccessKeyId: 'AKIDEXAMPLE', awsSecretAccessKey: 'aws-secret-0123', awsRegion: 'us-east-1' }
const KEY = 'gateway-secret-key-1'

const PRESETS = {
  javelin: (options) => javelin({ apiKey: KEY, virtualKey: 'virtual-secret-1', ...options }),
  portkey: (options) =>
    portkey({ apiKey: KEY, provider: 'bedrock', ...AWS, awsSessionToken: 'st-0123456', ...options }),
  altrum: (options) => altrum({ apiKey: KEY, ...AWS, ...options }),
  bag: (options) => bedrockAccessGateway({ apiKey: KEY, ...options }),
  gateway: (options) => gateway({ apiKey: KEY, ...options }),
} as const satisfies Record<string, (options: CommonGatewayOptions & { baseURL: string }) => GatewayRoute>

type Name = keyof typeof PRESETS
const NAMES = Object.keys(PRESETS) as Name[]

async function headersOf(route: GatewayRoute, call: Call = {}): Promise<Record<string, unknown>> {
  await route.serve(requestOf(call))
  return server.last().headers
}

describe("the caller's provider key", () => {
  const portkeyAt = (options: object) => portkey({ baseURL: server.url, apiKey: KEY, ...options })
  test.for([
    ['@ provider', { provider: '@x' }, {}, false],
    ['bedrock', { provider: 'bedrock' }, {}, false],
    ['config', { config: 'pc-1' }, {}, false],
    ['virtual key', { virtualKey: 'vk' }, {}, false],
    ['openai', { provider: 'openai' }, {}, true],
    ['nothing', {}, {}, true],
    [
      'a header names the catalogue',
      { provider: 'openai' },
      { headers: { 'x-portkey-provider': '@x' } },
      false,
    ],
    ['a header names a config', { provider: 'openai' }, { headers: { 'x-portkey-config': 'pc' } }, false],
    ['the model names the catalogue', {}, { body: { model: '@x/gpt-4o', messages: [] } }, false],
    ['option header', { headers: { 'X-Portkey-Provider': '@x' } }, {}, false],
    ['told to forward', { provider: '@x', credentials: 'forward' }, {}, true],
    ['told to strip', { provider: 'openai', credentials: 'strip' }, {}, false],
  ] as const)('portkey, %s', async ([, options, call, isForwarded]) => {
    for (const name of ['PORTKEY_PROVIDER', 'PORTKEY_CONFIG']) vi.stubEnv(name, '')
    const headers = await headersOf(portkeyAt(options), call)
    expect(headers['authorization']).toBe(isForwarded ? `Bearer ${PROVIDER_KEY}` : undefined)
    vi.unstubAllEnvs()
  })

  test.for(NAMES)('%s honours credentials', async (name) => {
    const create = PRESETS[name]
    const kinds = ['openai', 'azure-openai', 'anthropic'] as const
    for (const kind of kinds) {
      const path = kind === 'azure-openai' ? '/deployments/d/chat/completions' : '/chat/completions'
      const stripped = await headersOf(create({ baseURL: server.url, credentials: 'strip' }), { kind, path })
      expect(JSON.stringify(stripped)).not.toContain(PROVIDER_KEY)
    }
    const forwarded = await headersOf(create({ baseURL: server.url, credentials: 'forward' }), {
      kind: 'anthropic',
      path: '/chat/completions',
    })
    expect(forwarded['x-api-key']).toBe(PROVIDER_KEY)
  })

  test.for(NAMES)('%s refuses another word', (name) => {
    const options = { baseURL: server.url, credentials: 'Strip' as never }
    expect(() => PRESETS[name](options)).toThrow(ConfigurationError)
  })

  test('an Entra token of an Azure client reaches Portkey in its own header', async () => {
    const route = portkey({ baseURL: server.url, apiKey: KEY, provider: 'azure-openai' })
    const request = requestOf({ kind: 'azure-openai', path: '/deployments/d/chat/completions' })
    request.headers.delete('api-key')
    request.headers.set('authorization', 'Bearer entra-token')
    await route.serve(request)
    expect(server.last().headers).toMatchObject({ 'x-portkey-azure-ad-token': 'entra-token' })
    expect(server.last().headers).not.toHaveProperty('authorization')
  })
})

describe('keys of gateways', () => {
  const FOREIGN = {
    'x-javelin-apikey': 'foreign-1',
    'x-highflame-virtualapikey': 'foreign-2',
    'x-portkey-api-key': 'foreign-3',
    'x-portkey-config': '{"api_key":"foreign-4"}',
    'x-portkey-azure-entra-client-secret': 'foreign-5',
    'project-api-key': 'foreign-6',
    'aws-secret-access-key': 'foreign-7',
    'helicone-auth': 'Bearer foreign-8',
    'cf-aig-authorization': 'foreign-9',
  }
  const OWN: Record<Name, RegExp> = {
    javelin: /^x-(?:javelin|highflame)-/,
    portkey: /^x-portkey-/,
    altrum: /^(?:project-api-key|aws-)/,
    bag: /^$/,
    gateway: /^$/,
  }

  test.for(NAMES)('of another gateway never travel to %s', async (name) => {
    const headers = await headersOf(PRESETS[name]({ baseURL: server.url }), {
      headers: { ...FOREIGN, 'x-portkey-metadata': '{}' },
    })
    const arrived = Object.keys(FOREIGN).filter((foreign) => foreign in headers && !OWN[name].test(foreign))
    expect(arrived).toEqual([])
  })

  test.for(NAMES)("of %s itself cannot be replaced by the caller's headers or by `headers`", async (name) => {
    const taken = {
      'X-Javelin-ApiKey': 'taken',
      'x-portkey-api-key': 'taken',
      'project-api-key': 'taken',
      authorization: 'Bearer taken',
    }
    const headers = await headersOf(PRESETS[name]({ baseURL: server.url, headers: taken }), {
      headers: taken,
    })
    expect(JSON.stringify(headers)).toContain(KEY)
    const own = {
      javelin: 'x-javelin-apikey',
      portkey: 'x-portkey-api-key',
      altrum: 'project-api-key',
      bag: 'authorization',
      gateway: 'authorization',
    }[name]
    expect(headers[own]).not.toContain('taken')
  })

  test.for(NAMES)('of %s are nowhere in describe(), in errors or in enumerable fields', (name) => {
    const route = PRESETS[name]({ baseURL: server.url, headers: { 'x-other-key': 'other-secret-1' } })
    const shown = JSON.stringify(route.describe()) + JSON.stringify(route)
    expect(shown).not.toMatch(/secret|AKID|st-0123456/)
    const broken = () => PRESETS[name]({ baseURL: server.url, apiKey: `${KEY}\r\nx: y` })
    expect(broken).toThrow(ConfigurationError)
    expect(broken).not.toThrow(/gateway-secret/)
  })

  test.for(NAMES)('of %s do not go over plain http beyond loopback', (name) => {
    expect(() => PRESETS[name]({ baseURL: 'http://gw.example.com' })).toThrow(ConfigurationError)
    expect(() => PRESETS[name]({ baseURL: 'http://gw.example.com', allowInsecure: true })).not.toThrow()
  })

  test('a blank key is no key', () => {
    for (const name of ['JAVELIN_API_KEY', 'ALTRUM_API_KEY', 'PORTKEY_API_KEY']) vi.stubEnv(name, '')
    vi.stubEnv('BEDROCK_ACCESS_GATEWAY_API_KEY', '')
    expect(() => javelin({ baseURL: server.url, apiKey: ' ' })).toThrow(ConfigurationError)
    expect(() => altrum({ apiKey: '' })).toThrow(ConfigurationError)
    expect(() => portkey({ apiKey: '' })).toThrow(ConfigurationError)
    expect(() => bedrockAccessGateway({ baseURL: server.url, apiKey: '' })).toThrow(ConfigurationError)
    vi.unstubAllEnvs()
  })

  test('AWS keys of the environment never travel', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-environment')
    const headers = await headersOf(portkey({ baseURL: server.url, apiKey: KEY, provider: 'bedrock' }))
    expect(JSON.stringify(headers)).not.toMatch(/environment/i)
    const count = server.arrivals.length
    const refused = await altrum({ baseURL: server.url, apiKey: KEY }).serve(requestOf())
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: { code: 'aws_credentials_missing' } })
    expect(server.arrivals).toHaveLength(count)
    vi.unstubAllEnvs()
  })
})

describe('other headers', () => {
  test("the caller's own win over `headers`, and these over the preset's", async () => {
    const route = javelin({
      baseURL: server.url,
      apiKey: KEY,
      route: 'a',
      headers: { 'X-Javelin-Provider': 'https://own.example', 'x-team': 'route', 'x-only': 'route' },
    })
    const headers = await headersOf(route, { headers: { 'x-team': 'caller', 'x-javelin-route': 'b' } })
    expect(headers).toMatchObject({
      'x-javelin-provider': 'https://own.example',
      'x-team': 'caller',
      'x-only': 'route',
      'x-javelin-route': 'b',
    })
  })

  test("the caller's route header changes the query path too, and the renamed header", async () => {
    const route = javelin({
      baseURL: server.url,
      apiKey: KEY,
      route: 'a',
      endpoints: 'query',
      highflame: true,
    })
    const headers = await headersOf(route, { headers: { 'x-javelin-route': 'b c' } })
    expect(server.last().url).toBe('/v1/query/b%20c/chat/completions')
    expect(headers).toMatchObject({ 'x-javelin-route': 'b c', 'x-highflame-route': 'b c' })
  })

  test.for([undefined, '..', '.', ''])('a query without a name of a route (%j) is refused', async (name) => {
    const route = javelin({ baseURL: server.url, apiKey: KEY, route: name, endpoints: 'query' })
    const count = server.arrivals.length
    const response = await route.serve(requestOf())
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'route_missing' } })
    expect(server.arrivals).toHaveLength(count)
  })

  test('what was checked is what is sent, whatever becomes of the object', async () => {
    const headers: Record<string, string> = { 'x-a': '1' }
    const route = gateway({ baseURL: server.url, headers })
    headers['x-a'] = 'b\r\nc'
    expect(await headersOf(route)).toMatchObject({ 'x-a': '1' })
  })

  test.for([
    [() => javelin({ baseURL: server.url, apiKey: KEY, route: 'a\r\nx-evil: 1' })],
    [() => javelin({ baseURL: server.url, apiKey: KEY, provider: 'é' })],
    [() => portkey({ apiKey: KEY, traceId: 'a\nb' })],
    [() => altrum({ apiKey: KEY, ...AWS, awsSecretAccessKey: 'a\r\nb' })],
    [() => gateway({ baseURL: server.url, headers: { 'bad name': 'x' } })],
  ] as const)('options that are not valid in a header are refused at once', ([create]) => {
    expect(create).toThrow(ConfigurationError)
  })

  test('a model that is not valid in a header stays in the body', async () => {
    const route = javelin({ baseURL: server.url, apiKey: KEY })
    const headers = await headersOf(route, { body: { model: 'modèle\r\nx-evil: 1', messages: [] } })
    expect(headers).not.toHaveProperty('x-javelin-model')
    expect(headers).not.toHaveProperty('x-evil')
    expect(server.last().json).toMatchObject({ model: 'modèle\r\nx-evil: 1' })
  })

  test.for(NAMES)('%s refuses an option it does not know', (name) => {
    const options = { baseURL: server.url, credential: 'strip' }
    expect(() => PRESETS[name](options)).toThrow(/has no option "credential"/)
  })
})
