import {
  altrum,
  bedrockAccessGateway,
  ConfigurationError,
  configure,
  createFetch,
  defineGateway,
  fallback,
  javelin,
  openai,
  portkey,
  query,
  register,
  type Route,
} from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

/** The environment's own gateway, and another one: no key of the environment may reach it. */
let home: GatewayServer
let other: GatewayServer

beforeAll(async () => {
  ;[home, other] = await Promise.all([createGatewayServer(), createGatewayServer()])
})
afterAll(() => Promise.all([home.close(), other.close()]))
beforeEach(() => {
  const ours = /^(?:PATCHBAY|JAVELIN|PORTKEY|ALTRUM|BEDROCK_ACCESS_GATEWAY|OPENAI|ACME)_/
  for (const name of Object.keys(process.env)) if (ours.test(name)) vi.stubEnv(name, undefined)
})
afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
  const reached = JSON.stringify(other.requests)
  home.reset()
  other.reset()
  if (reached.includes(KEY)) throw new Error('A key of the environment reached another gateway.')
})

const KEY = 'key-of-the-environment-7f3a'
const VIRTUAL = `virtual-${KEY}`

function setEnvironment(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
}

const ask = (route: Route | string | undefined) =>
  register(new OpenAI({ apiKey: 'sk-caller', maxRetries: 0 }), route).chat.completions.create({
    model: 'm',
    messages: [{ role: 'user', content: 'hello' }],
  })

const homeHeaders = () => JSON.stringify(home.requests[0]?.headers)

const PRESETS = [
  {
    name: 'javelin',
    create: (options: { baseURL?: string; apiKey?: string } = {}) => javelin(options),
    base: 'JAVELIN_BASE_URL',
    key: 'JAVELIN_API_KEY',
    path: '',
  },
  {
    name: 'portkey',
    create: (options: { baseURL?: string; apiKey?: string } = {}) => portkey(options),
    base: 'PORTKEY_BASE_URL',
    key: 'PORTKEY_API_KEY',
    path: '',
  },
  {
    name: 'altrum',
    create: (options: { baseURL?: string; apiKey?: string } = {}) =>
      altrum({ provider: 'openai', ...options }),
    base: 'ALTRUM_BASE_URL',
    key: 'ALTRUM_API_KEY',
    path: '',
  },
  {
    name: 'bedrockAccessGateway',
    create: (options: { baseURL?: string; apiKey?: string } = {}) => bedrockAccessGateway(options),
    base: 'BEDROCK_ACCESS_GATEWAY_URL',
    key: 'BEDROCK_ACCESS_GATEWAY_API_KEY',
    path: '/api/v1',
  },
] as const

describe.each(PRESETS)('the key of the environment for $name()', ({ name, create, base, key, path }) => {
  const homeBase = () => home.url + path
  const otherBase = () => other.url + path

  it('goes to the base of the environment', async () => {
    setEnvironment({ [base]: homeBase(), [key]: KEY })
    await ask(create())
    expect(homeHeaders()).toContain(KEY)
  })

  it.each(['', '/', name === 'bedrockAccessGateway' ? '//' : '/v1/'])(
    'goes to the same base given in code, with %j at its end',
    async (end) => {
      setEnvironment({ [base]: homeBase(), [key]: KEY })
      await ask(create({ baseURL: homeBase() + end }))
      expect(homeHeaders()).toContain(KEY)
    },
  )

  it.each(['with a base of its own', 'without a base'])(
    'is refused to another base given in code: an error says so, in an environment %s',
    (environment) => {
      setEnvironment({ [key]: KEY, [base]: environment === 'without a base' ? undefined : homeBase() })
      const create2 = () => create({ baseURL: otherBase() })
      expect(create2).toThrow(ConfigurationError)
      expect(create2).toThrow(new RegExp(`${key} .*belongs to .*${base}.*\`apiKey\``))
      expect(create2).not.toThrow(KEY)
    },
  )

  it('is refused to another path of the same host', () => {
    setEnvironment({ [base]: `${homeBase()}/tenant-a`, [key]: KEY })
    expect(() => create({ baseURL: `${homeBase()}/tenant-b` })).toThrow(ConfigurationError)
  })

  it('leaves a key that was given in code alone', async () => {
    setEnvironment({ [base]: homeBase(), [key]: KEY })
    await ask(create({ baseURL: otherBase(), apiKey: 'given' }))
    expect(JSON.stringify(other.requests[0]?.headers)).toContain('given')
  })

  it('takes part in policies with its own base alone', async () => {
    setEnvironment({ [base]: homeBase(), [key]: KEY })
    home.reply({ status: 503, json: { error: { message: 'no' } } })
    await ask(fallback([create(), create({ baseURL: otherBase(), apiKey: 'given' })]))
    expect(homeHeaders()).toContain(KEY)
    expect(other.requests).toHaveLength(1)
  })

  it('is refused to createFetch() and query() with a route at another base', () => {
    setEnvironment({ [base]: homeBase(), [key]: KEY })
    expect(() => createFetch(create({ baseURL: otherBase() }))).toThrow(ConfigurationError)
    expect(() => query(create({ baseURL: otherBase() }), { messages: [] })).toThrow(ConfigurationError)
  })
})

describe('presets with a public address', () => {
  it.each([
    ['portkey', portkey, 'PORTKEY', 'https://api.portkey.ai'],
    ['altrum', altrum, 'ALTRUM', 'https://api.altrum.ai'],
  ] as const)(
    '%s() takes the key there, unless the environment has a base',
    (_name, create, prefix, address) => {
      setEnvironment({ [`${prefix}_API_KEY`]: KEY })
      expect(create().describe()).toMatchObject({ baseURL: address })
      expect(create({ baseURL: `${address}/v1` }).describe()).toMatchObject({ baseURL: address })
      setEnvironment({ [`${prefix}_BASE_URL`]: home.url })
      expect(() => create({ baseURL: address })).toThrow(ConfigurationError)
    },
  )
})

it('JAVELIN_VIRTUAL_KEY does not go along with a base and a key that were given in code', async () => {
  setEnvironment({ JAVELIN_BASE_URL: home.url, JAVELIN_API_KEY: KEY, JAVELIN_VIRTUAL_KEY: VIRTUAL })
  await ask(javelin({ baseURL: other.url, apiKey: 'given' }))
  expect(other.requests[0]?.headers['x-javelin-virtualapikey']).toBeUndefined()
  await ask(javelin({ apiKey: 'another key of the same gateway' }))
  expect(home.requests[0]?.headers['x-javelin-virtualapikey']).toBe(VIRTUAL)
})

describe('portkey() at another base', () => {
  it('needs no key where it is said to have none', async () => {
    setEnvironment({ PORTKEY_API_KEY: KEY })
    await ask(portkey({ baseURL: other.url, apiKey: '', provider: 'openai' }))
    expect(other.requests[0]?.headers['x-portkey-api-key']).toBeUndefined()
  })

  it('takes the names of a provider or a saved config from the environment, which are no secrets', async () => {
    setEnvironment({ PORTKEY_API_KEY: KEY, PORTKEY_PROVIDER: '@slug', PORTKEY_CONFIG: 'pc-1' })
    await ask(portkey({ baseURL: other.url, apiKey: 'given' }))
    expect(other.requests[0]?.headers).toMatchObject({
      'x-portkey-provider': '@slug',
      'x-portkey-config': 'pc-1',
    })
  })

  it('is refused a whole config of the environment, which may hold keys', async () => {
    setEnvironment({
      PORTKEY_BASE_URL: home.url,
      PORTKEY_API_KEY: KEY,
      PORTKEY_CONFIG: JSON.stringify({ provider: 'openai', api_key: VIRTUAL }),
    })
    const create = () => portkey({ baseURL: other.url, apiKey: 'given' })
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(/PORTKEY_CONFIG .*PORTKEY_BASE_URL/)
    await ask(portkey({ baseURL: other.url, apiKey: 'given', config: 'pc-1' }))
    await ask(portkey())
    expect(homeHeaders()).toContain(VIRTUAL)
  })
})

describe('PATCHBAY_GATEWAY_API_KEY', () => {
  const names = ['javelin', 'sampleroute1', undefined] as const

  it.each(names)('goes to the URL of PATCHBAY_GATEWAY, for the route %s', async (route) => {
    setEnvironment({ PATCHBAY_GATEWAY: `${home.url}/v1`, PATCHBAY_GATEWAY_API_KEY: KEY })
    await ask(route)
    configure({ gateway: `${home.url}/v1/` })
    await ask(route)
    expect(home.requests.map(({ headers }) => headers['authorization'])).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ])
  })

  it.each(['with a URL of its own', 'without a URL'])(
    'is refused to another URL of configure({ gateway }), in an environment %s',
    (environment) => {
      const url = environment === 'without a URL' ? undefined : `${home.url}/v1`
      setEnvironment({ PATCHBAY_GATEWAY: url, PATCHBAY_GATEWAY_API_KEY: KEY })
      configure({ gateway: `${other.url}/v1` })
      for (const use of [
        () => register(new OpenAI({ apiKey: 'sk-caller' })),
        () => register(new OpenAI({ apiKey: 'sk-caller' }), 'name'),
        () => createFetch('name'),
      ]) {
        expect(use).toThrow(ConfigurationError)
        expect(use).toThrow(
          /PATCHBAY_GATEWAY_API_KEY belongs to .*PATCHBAY_GATEWAY.*gateway\(\{ baseURL, apiKey \}\)/,
        )
      }
    },
  )

  it('is refused by query(), too', async () => {
    setEnvironment({ PATCHBAY_GATEWAY_API_KEY: KEY })
    configure({ gateway: `${other.url}/v1` })
    await expect(query('name', { messages: [] })).rejects.toThrow(ConfigurationError)
  })

  it('is not needed by a URL of configure({ gateway })', async () => {
    configure({ gateway: `${other.url}/v1` })
    await ask(undefined)
    expect(other.requests[0]?.headers['authorization']).toBeUndefined()
  })
})

describe('OPENAI_API_KEY for openai()', () => {
  it('goes to OPENAI_BASE_URL, however it is given', async () => {
    setEnvironment({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${home.url}/v1` })
    await ask(openai())
    await ask(openai({ baseURL: `${home.url}/v1/` }))
    expect(home.requests.map(({ headers }) => headers['authorization'])).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ])
  })

  it('goes to no other base', async () => {
    setEnvironment({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${home.url}/v1` })
    await ask(openai({ baseURL: `${other.url}/v1` }))
    expect(other.requests[0]?.headers['authorization']).toBeUndefined()
    expect(() => openai({ baseURL: 'https://api.openai.com/v1' })).toThrow(
      /OPENAI_API_KEY belongs to .*OPENAI_BASE_URL.*`apiKey`/,
    )
  })

  it('goes to OpenAI where the environment has no base', () => {
    setEnvironment({ OPENAI_API_KEY: KEY })
    expect(openai({ baseURL: 'https://api.openai.com/v1' }).describe()).toMatchObject({ name: 'openai' })
  })
})

describe('a gateway of your own', () => {
  const keys = ({
    apiKey,
    tenantSecret,
  }: {
    apiKey?: string | undefined
    tenantSecret?: string | undefined
  }) => ({
    'x-acme-key': apiKey,
    'x-acme-tenant-secret': tenantSecret,
  })

  it('keeps every key of its environment at the base of its environment', async () => {
    const acme = defineGateway({
      name: 'acme',
      options: { tenantSecret: 'string', region: 'string' },
      environment: {
        baseURL: 'ACME_BASE_URL',
        apiKey: 'ACME_API_KEY',
        tenantSecret: 'ACME_TENANT_SECRET',
        region: 'ACME_REGION',
      },
      keys,
      settings: ({ region }) => ({ 'x-acme-region': region }),
    })
    setEnvironment({
      ACME_BASE_URL: home.url,
      ACME_API_KEY: KEY,
      ACME_TENANT_SECRET: `tenant-${KEY}`,
      ACME_REGION: 'eu',
    })
    await ask(acme())
    expect(home.requests[0]?.headers).toMatchObject({
      'x-acme-key': KEY,
      'x-acme-tenant-secret': `tenant-${KEY}`,
    })
    expect(() => acme({ baseURL: other.url })).toThrow(ConfigurationError)
    await ask(acme({ baseURL: other.url, apiKey: 'given' }))
    expect(other.requests[0]?.headers).toMatchObject({ 'x-acme-key': 'given', 'x-acme-region': 'eu' })
    expect(other.requests[0]?.headers['x-acme-tenant-secret']).toBeUndefined()
  })

  it('takes its key from the environment for any base where its definition knows none', async () => {
    const acme = defineGateway({ name: 'acme', options: {}, environment: { apiKey: 'ACME_API_KEY' }, keys })
    setEnvironment({ ACME_API_KEY: KEY })
    await ask(acme({ baseURL: home.url }))
    expect(home.requests[0]?.headers['x-acme-key']).toBe(KEY)
  })
})
