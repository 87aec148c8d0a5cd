import assert from 'node:assert/strict'
import {
  altrum,
  bedrockAccessGateway,
  configure,
  createFetch,
  gateway,
  javelin,
  portkey,
} from '@patchbay/core'
import { register, registrationOf } from '@patchbay/openai'
import { createGatewayServer, type GatewayServer, trap, type Trap } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AWS_SECRET, GATEWAY_KEY, presetCases } from './support/presets.ts'

let server: GatewayServer
let elsewhere: Trap
const warnings: unknown[] = []

beforeAll(async () => {
  ;[server, elsewhere] = await Promise.all([createGatewayServer(), trap()])
  configure({ onWarning: (warning) => warnings.push(warning) })
})
afterAll(async () => {
  configure(null)
  await Promise.all([server.close(), elsewhere.close()])
})
afterEach(() => {
  server.reset()
  assert.equal(elsewhere.connectionCount, 0)
})

const CALLER_KEY = 'sk-key-of-the-caller-51d0'
const SECRETS = [GATEWAY_KEY, AWS_SECRET, CALLER_KEY]

const create = (options: { defaultHeaders?: Record<string, string> } = {}) =>
  new OpenAI({ apiKey: CALLER_KEY, baseURL: `${elsewhere.url}/v1`, maxRetries: 0, ...options })

const ask = (client: OpenAI, headers: Record<string, string> = {}) =>
  client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hello' }] }, { headers })

const failure = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as Error,
  )

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events);
}

/** Everything that a person or a log could read off an error. */
function everything(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 4) return String(value)
  if (value instanceof Headers) return JSON.stringify([...value])
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}=${everything(Reflect.get(value, key), depth + 1)}`)
    .join('\n')
}

function secretsIn(value: unknown): readonly string[] {
  const text = everything(value)
  return SECRETS.filter((secret) => text.includes(secret))
}

describe.each(presetCases)('$name', ({ create: createRoute, credentials, name }) => {
  it('shows no secret in its description, its registration or as JSON', () => {
    const route = createRoute(server.url)
    const client = register(create(), route)
    expect(secretsIn([route.describe(), registrationOf(client), JSON.stringify(route)])).toEqual([])
  })

  it('takes the keys out of a refusal that quotes them', async () => {
    server.reply(({ headers }) => ({
      status: 401,
      json: {
        error: { message: `Refused: ${JSON.stringify(headers)}`, code: 'no', type: 'auth', param: null },
      },
    }))
    const error = await failure(ask(register(create(), createRoute(server.url))))
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError)
    expect(error.message).toContain('[redacted]')
    expect(secretsIn(error)).toEqual([])
  })

  it('takes the keys out of a failure in mid-stream', async () => {
    const quoting = (headers: unknown) => ({ error: { message: `Refused: ${JSON.stringify(headers)}` } })
    server.reply(({ headers }) => ({ events: [{ choices: [] }, quoting(headers)] }))
    const stream = await register(create(), createRoute(server.url)).chat.completions.create({
      model: 'm',
      messages: [{ role: 'user', content: 'hello' }],
      stream: true,
    })
    const error = await failure(drain(stream))
    expect(error.message).toContain('[redacted]')
    expect(secretsIn(error)).toEqual([])
  })

  it('takes the keys out of a failure that calls itself a success', async () => {
    server.reply(({ headers }) => ({ json: { error: { message: `Refused: ${JSON.stringify(headers)}` } } }))
    const answer = await ask(register(create(), createRoute(server.url)))
    expect(JSON.stringify(answer)).toContain('[redacted]')
    expect(secretsIn(answer)).toEqual([])
  })

  it('shows no secret when the connection breaks', async () => {
    server.reply({ disconnect: true })
    const error = await failure(ask(register(create(), createRoute(server.url))))
    expect(error).toBeInstanceOf(OpenAI.APIConnectionError)
    expect(secretsIn(error)).toEqual([])
  })

  it('refuses line breaks in its key and its headers, and does not repeat them', () => {
    for (const options of [
      { apiKey: `${GATEWAY_KEY}\r\nx-evil: 1` },
      { headers: { 'x-own': `${AWS_SECRET}\nx-evil: 1` } },
      { headers: { 'x-own\r\nx-evil': 'v' } },
    ]) {
      let message = ''
      try {
        createRoute(server.url, options)
      } catch (error) {
        expect(error).toMatchObject({ name: 'ConfigurationError' })
        message = String(error)
      }
      expect(message).not.toBe('')
      expect(secretsIn(message)).toEqual([])
    }
  })

  it.each([301, 302, 303, 307, 308])('does not follow a %i to another origin', async (status) => {
    server.reply({ status, headers: { location: `${elsewhere.url}/v1/chat/completions` } })
    const error = await failure(ask(register(create(), createRoute(server.url))))
    expect(error).toMatchObject({ status: 502, code: 'gateway_redirect' })
    expect(server.requests).toHaveLength(1)
    expect(secretsIn(error)).toEqual([])
  })

  it('refuses plain http beyond loopback, unless it is allowed', () => {
    expect(() => createRoute('http://gateway.example.com')).toThrow(/plain http/)
    expect(() => createRoute('http://10.0.0.1')).toThrow(/plain http/)
    expect(() => createRoute('http://localhost.example.com')).toThrow(/plain http/)
    expect(() => createRoute('http://gateway.example.com', { allowInsecure: true })).not.toThrow()
    expect(() => createRoute('https://gateway.example.com')).not.toThrow()
  })

  it(`${credentials}s the caller's key`, async () => {
    await ask(register(create(), createRoute(server.url)))
    const sent = JSON.stringify(server.requests[0]?.headers)
    expect(sent.includes(CALLER_KEY)).toBe(credentials === 'forward')
    expect(sent).toContain(GATEWAY_KEY)
  })

  it.each(['forward', 'strip'] as const)('obeys credentials: %s', async (mode) => {
    await ask(register(create(), createRoute(server.url, { credentials: mode })))
    const sent = JSON.stringify(server.requests[0]?.headers)
    // Where the gateway's own key is a bearer too, that one counts.
    const ownBearer = ['gateway', 'bedrock-access-gateway'].includes(name)
    expect(sent.includes(CALLER_KEY)).toBe(mode === 'forward' && !ownBearer)
  })

  it("drops the secrets of other gateways that are among the client's headers", async () => {
    const foreign = {
      'x-javelin-apikey': 'foreign-javelin',
      'x-javelin-virtualapikey': 'foreign-virtual',
      'x-portkey-api-key': 'foreign-portkey',
      'x-portkey-virtual-key': 'foreign-portkey-virtual',
      'x-portkey-aws-secret-access-key': 'foreign-portkey-aws',
      'project-api-key': 'foreign-altrum',
      'aws-secret-access-key': 'foreign-altrum-aws',
      'helicone-auth': 'foreign-helicone',
      'cf-aig-authorization': 'foreign-cloudflare',
    }
    const own = Object.keys(foreign).filter((header) => belongsTo(header, name))
    await ask(register(create({ defaultHeaders: foreign }), createRoute(server.url)))
    const sent = server.requests[0]?.headers ?? {}
    const arrived = Object.keys(foreign).filter((header) => sent[header]?.startsWith('foreign-') === true)
    expect(arrived.filter((header) => !own.includes(header))).toEqual([])
  })

  it('does not let a request replace its key', async () => {
    const keys = { 'x-javelin-apikey': 'evil', 'x-portkey-api-key': 'evil', 'project-api-key': 'evil' }
    await ask(register(create(), createRoute(server.url)), keys)
    expect(JSON.stringify(server.requests[0]?.headers)).toContain(GATEWAY_KEY)
    expect(Object.values(server.requests[0]?.headers ?? {})).not.toContain('evil')
  })
})

function belongsTo(header: string, preset: string): boolean {
  if (preset.startsWith('javelin')) return header.startsWith('x-javelin-')
  if (preset.startsWith('portkey')) return header.startsWith('x-portkey-')
  return preset.startsWith('altrum') && /^(?:project|aws)-/.test(header)
}

describe('AWS keys', () => {
  it('are never taken from the environment', async () => {
    const before = { ...process.env }
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'AKIAFROMTHEENVIRONMENT',
      AWS_SECRET_ACCESS_KEY: AWS_SECRET,
    })
    try {
      const routes = [
        portkey({ baseURL: server.url, apiKey: GATEWAY_KEY, provider: 'bedrock' }),
        javelin({ baseURL: server.url, apiKey: GATEWAY_KEY }),
        bedrockAccessGateway({ baseURL: `${server.url}/api/v1`, apiKey: GATEWAY_KEY }),
        gateway({ baseURL: `${server.url}/v1`, apiKey: GATEWAY_KEY }),
      ]
      for (const route of routes) await ask(register(create(), route))
      const sent = JSON.stringify(server.requests.map(({ headers }) => headers))
      expect(sent).not.toMatch(/AKIAFROMTHEENVIRONMENT|aws-secret-of-the-route/)
      const refused = await failure(
        ask(register(create(), altrum({ baseURL: server.url, apiKey: GATEWAY_KEY }))),
      )
      expect(refused).toMatchObject({ status: 400, code: 'aws_credentials_missing' })
      expect(server.requests).toHaveLength(routes.length)
    } finally {
      process.env = before
    }
  })
})

it('has shown no secret in any warning', () => {
  expect(secretsIn(warnings)).toEqual([])
})

it('follows a redirect that stays with the gateway', async () => {
  server.enqueue({ status: 307, headers: { location: '/elsewhere/v1/chat/completions' } })
  const fetch = createFetch(gateway({ baseURL: `${server.url}/v1`, apiKey: GATEWAY_KEY }))
  const response = await fetch(`${elsewhere.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }] }),
  })
  expect(response.status).toBe(200)
  expect(server.requests.map(({ path }) => path)).toEqual([
    '/v1/chat/completions',
    '/elsewhere/v1/chat/completions',
  ])
})
