import {
  altrum,
  bedrockAccessGateway,
  configure,
  defineGateway,
  fallback,
  gateway,
  javelin,
  loadBalance,
  portkey,
  type Route,
} from '@patchbay/core'
import { register } from '@patchbay/bedrock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLAUDE, CONVERSE_ANSWER, CREDENTIALS, MESSAGES, type Sdk, VERSIONS } from './support/clients.ts'
import { answerJSON } from './support/forwarding-gateway.ts'
import { createSetup, JAVELIN_KEY, type Setup } from './support/setup.ts'

/** What the environment holds, and what no gateway may see of it. */
const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENTEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-environment',
  AWS_SESSION_TOKEN: 'session-token-of-the-environment',
  AWS_BEARER_TOKEN_BEDROCK: 'bearer-token-of-the-environment',
}

const TEMPORARY = { ...CREDENTIALS, sessionToken: 'session-token-in-code' }

const warnings: unknown[] = []
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere')
  warnings.length = 0
  configure({ onWarning: (warning) => warnings.push(warning) })
})
afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
})

function setEnvironment(variables: Record<string, string> = ENVIRONMENT): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
}

const converse = (sdk: Sdk) => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })

/** The headers of the one request that a client with `config` sent along `route`, the gateway answering itself. */
async function headersOf(sdk: Sdk, setup: Setup, route: Route, config: object) {
  setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
  const client = register(
    new sdk.BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1, ...config }),
    route,
  )
  await client.send(converse(sdk))
  expect(setup.gateway.seen).toHaveLength(1)
  expectNothingOfTheEnvironment(setup)
  return setup.gateway.seen[0]?.headers ?? {}
}

function expectNothingOfTheEnvironment(setup: Setup): void {
  const seen = JSON.stringify(setup.gateway.seen)
  for (const secret of Object.values(ENVIRONMENT)) expect(seen).not.toContain(secret)
}

const toJavelin = (setup: Setup, options: object = {}) =>
  javelin({ baseURL: setup.gateway.url, apiKey: JAVELIN_KEY, ...options })

const unsigned = (headers: Readonly<Record<string, string>>) =>
  Object.keys(headers).filter((name) => /^(?:authorization|x-amz-)/.test(name))

describe.each(VERSIONS)('who signs for Javelin: client-bedrock-runtime $version', ({ version, sdk }) => {
  it.each([
    ['nothing', {}],
    ['everything', ENVIRONMENT],
    ['a bearer token', { AWS_BEARER_TOKEN_BEDROCK: ENVIRONMENT.AWS_BEARER_TOKEN_BEDROCK }],
    [
      'lasting credentials',
      {
        AWS_ACCESS_KEY_ID: ENVIRONMENT.AWS_ACCESS_KEY_ID,
        AWS_SECRET_ACCESS_KEY: ENVIRONMENT.AWS_SECRET_ACCESS_KEY,
      },
    ],
  ])('nobody, where the environment has %s and the code nothing', async (_name, environment) => {
    setEnvironment(environment)
    await using setup = await createSetup()
    const headers = await headersOf(sdk, setup, toJavelin(setup), {})
    expect(unsigned(headers)).toEqual([])
    expect(headers).toMatchObject({
      'x-javelin-apikey': JAVELIN_KEY,
      'x-javelin-provider': 'https://bedrock-runtime.us-east-1.amazonaws.com',
    })
    expect(warnings).toEqual([])
  })

  it('nobody, and no region is needed either', async () => {
    await using setup = await createSetup()
    const headers = await headersOf(sdk, setup, toJavelin(setup), { region: undefined })
    expect(unsigned(headers)).toEqual([])
  })

  it('the credentials that were passed in code, whatever the environment has', async () => {
    setEnvironment()
    await using setup = await createSetup()
    const lasting = [CREDENTIALS, async () => CREDENTIALS]
    for (const credentials of lasting) {
      const client = register(setup.client(sdk, { credentials }), toJavelin(setup))
      await client.send(converse(sdk))
    }
    expect(setup.provider.requests.map(({ authentication }) => authentication)).toMatchObject([
      { kind: 'sigv4', region: 'us-east-1' },
      { kind: 'sigv4', region: 'us-east-1' },
    ])
    expectNothingOfTheEnvironment(setup)
  })

  it('nobody, where the credentials passed in code have a session token: a warning says so, once a call', async () => {
    setEnvironment()
    await using setup = await createSetup()
    const bad = answerJSON(503, { error: { message: 'again' } })
    const good = answerJSON(200, CONVERSE_ANSWER)
    setup.gateway.script((seen, response) => (setup.gateway.seen.length < 3 ? bad : good)(seen, response))
    for (const credentials of [TEMPORARY, async () => TEMPORARY]) {
      const client = register(setup.client(sdk, { credentials, maxAttempts: 3 }), toJavelin(setup))
      await client.send(converse(sdk))
    }
    expect(setup.gateway.seen.map(({ headers }) => unsigned(headers))).toEqual([[], [], [], []])
    expect(JSON.stringify(setup.gateway.seen)).not.toContain(TEMPORARY.sessionToken)
    expectNothingOfTheEnvironment(setup)
    expect(warnings).toEqual(
      Array.from({ length: 2 }).fill({
        code: 'unsigned_request',
        field: 'credentials',
        message: expect.stringMatching(/session token.*signing: 'provider'/),
      }),
    )
  })

  it('nobody, where credentials get a session token between two attempts', async () => {
    await using setup = await createSetup()
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    let calls = 0
    const soon = new Date(Date.now() + 1000)
    const credentials = async () => ({ ...(calls++ === 0 ? CREDENTIALS : TEMPORARY), expiration: soon })
    const client = register(setup.client(sdk, { credentials }), toJavelin(setup))
    await client.send(converse(sdk))
    expect(calls).toBeGreaterThan(1)
    expect(unsigned(setup.gateway.seen[0]?.headers ?? {})).toEqual([])
    expect(warnings).toMatchObject([{ code: 'unsigned_request' }])
  })

  it('whoever the SDK finds, where `signing` is `provider`', async () => {
    await using setup = await createSetup()
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    const route = toJavelin(setup, { signing: 'provider' })
    await register(setup.client(sdk, { credentials: TEMPORARY }), route).send(converse(sdk))
    expect(setup.gateway.seen[0]?.headers).toMatchObject({
      authorization: expect.stringContaining('AWS4-HMAC-SHA256'),
      'x-amz-security-token': TEMPORARY.sessionToken,
    })
    setEnvironment()
    await register(new sdk.BedrockRuntimeClient({ region: 'us-east-1' }), route).send(converse(sdk))
    expect(setup.gateway.seen[1]?.headers['authorization']).toContain(
      version === '3.704' ? ENVIRONMENT.AWS_ACCESS_KEY_ID : ENVIRONMENT.AWS_BEARER_TOKEN_BEDROCK,
    )
    expect(warnings).toEqual([])
  })

  // 3.704 knows no bearer tokens.
  it.skipIf(version === '3.704')('a bearer token that was passed in code, and no other', async () => {
    setEnvironment()
    await using setup = await createSetup()
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    const token = { token: 'token-in-code' }
    const authSchemePreference = ['httpBearerAuth']
    const expected = [
      [{ token }, 'Bearer token-in-code'],
      [{ token, credentials: TEMPORARY }, 'Bearer token-in-code'],
      [{ token, credentials: CREDENTIALS, authSchemePreference }, 'Bearer token-in-code'],
      [{ credentials: CREDENTIALS, authSchemePreference }, CREDENTIALS.accessKeyId],
      [{ authSchemePreference }, undefined],
    ] as const
    for (const [config] of expected) {
      const client = new sdk.BedrockRuntimeClient({ region: 'us-east-1', ...(config as object) })
      await register(client, toJavelin(setup)).send(converse(sdk))
    }
    const sent = setup.gateway.seen.map(({ headers }) => headers['authorization'])
    for (const [index, [, text]] of expected.entries()) {
      if (text === undefined) expect(sent[index]).toBeUndefined()
      else expect(sent[index]).toContain(text)
    }
    expectNothingOfTheEnvironment(setup)
    expect(warnings).toEqual([])
  })

  it('each route of a policy on its own, also with chains that are kept', async () => {
    setEnvironment()
    await using setup = await createSetup()
    setup.gateway.script(answerJSON(503, { error: { message: 'next' } }))
    const config = { region: 'us-east-1', maxAttempts: 1, cacheMiddleware: true }
    const asked = toJavelin(setup, { signing: 'provider', route: 'asked' })
    const plain = toJavelin(setup, { route: 'plain' })
    const both = fallback([asked, plain, asked])
    const client = register(new sdk.BedrockRuntimeClient(config), both)
    await Promise.allSettled([client.send(converse(sdk)), client.send(converse(sdk))])
    register(client, loadBalance([{ route: asked }, { route: plain }], { strategy: 'round-robin' }))
    await Promise.allSettled(Array.from({ length: 20 }, () => client.send(converse(sdk))))
    expect(setup.gateway.seen.length).toBe(26)
    for (const { headers } of setup.gateway.seen) {
      expect(unsigned(headers).length > 0).toBe(headers['x-javelin-route'] === 'asked')
    }
  })

  it('and the provider is the endpoint of the environment, where there is one', async () => {
    setEnvironment({
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com',
    })
    await using setup = await createSetup()
    const headers = await headersOf(sdk, setup, toJavelin(setup), {})
    expect(headers['x-javelin-provider']).toBe('https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com')
  })
})

describe.each(VERSIONS)('client-bedrock-runtime $version', ({ sdk }) => {
  const acme = defineGateway<object>({
    name: 'acme',
    options: [],
    keys: ({ apiKey }) => ({ 'x-acme-key': apiKey }),
    bedrock: { signing: 'provider' },
  })

  it.each([
    ['javelin', (base: string) => javelin({ baseURL: base, apiKey: 'k' })],
    [
      'javelin, forwarding',
      (base: string) => javelin({ baseURL: base, apiKey: 'k', credentials: 'forward' }),
    ],
    ['portkey', (base: string) => portkey({ baseURL: base, apiKey: 'k' })],
    ['gateway', (base: string) => gateway({ baseURL: base })],
    ['gateway, forwarding', (base: string) => gateway({ baseURL: base, credentials: 'forward' })],
    ['a definition that signs for the provider', (base: string) => acme({ baseURL: base, apiKey: 'k' })],
    ['a policy', (base: string) => fallback([gateway({ baseURL: base, credentials: 'forward' })])],
  ])('sends nothing of the environment to %s', async (_name, route) => {
    setEnvironment()
    await using setup = await createSetup()
    const headers = await headersOf(sdk, setup, route(setup.gateway.url), {})
    expect(unsigned(headers)).toEqual([])
  })

  it.each([
    ['altrum', (base: string) => altrum({ baseURL: base, apiKey: 'k', provider: 'openai' })],
    ['bedrockAccessGateway', (base: string) => bedrockAccessGateway({ baseURL: base, apiKey: 'k' })],
  ])('sends nothing of the environment to %s, in OpenAI’s shape', async (_name, route) => {
    setEnvironment()
    await using setup = await createSetup()
    const message = { role: 'assistant', content: 'A board of sockets.' }
    setup.gateway.script(answerJSON(200, { choices: [{ index: 0, message, finish_reason: 'stop' }] }))
    await register(new sdk.BedrockRuntimeClient({}), route(setup.gateway.url)).send(converse(sdk))
    expect(setup.gateway.seen).toHaveLength(1)
    expectNothingOfTheEnvironment(setup)
  })

  it.each(['forward', undefined] as const)(
    'signs for a definition or by credentials: %s with what is in code',
    async (credentials) => {
      setEnvironment()
      await using setup = await createSetup()
      const base = `${setup.gateway.url}/v1`
      const route =
        credentials === undefined
          ? acme({ baseURL: base, apiKey: 'k' })
          : gateway({ baseURL: base, credentials })
      await register(setup.client(sdk), route).send(converse(sdk))
      expect(setup.provider.requests[0]?.authentication).toMatchObject({ kind: 'sigv4' })
    },
  )

  it('signs for the gateway by credentials, never by the bearer token of the environment', async () => {
    setEnvironment()
    await using setup = await createSetup()
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    const client = new sdk.BedrockRuntimeClient({ region: 'us-east-1' })
    await register(client, gateway({ baseURL: setup.gateway.url, signing: 'gateway' })).send(converse(sdk))
    expect(setup.gateway.seen[0]?.headers['x-amz-security-token']).toBe(ENVIRONMENT.AWS_SESSION_TOKEN)
    expect(setup.gateway.seen[0]?.headers['authorization']).toMatch(
      new RegExp(`^AWS4-HMAC-SHA256 Credential=${ENVIRONMENT.AWS_ACCESS_KEY_ID}/`),
    )
    expect(JSON.stringify(setup.gateway.seen)).not.toContain(ENVIRONMENT.AWS_BEARER_TOKEN_BEDROCK)
  })
})
