import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createSocketServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import {
  createBedrockServer,
  createGatewayServer,
  TEST_BEARER_TOKEN,
  TEST_CREDENTIALS,
} from '@patchbay/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { recordTerminal } from '../../test-support/record-terminal.ts'
import { findRoute } from '../find-route.ts'
import type { Check } from './check.ts'
import { diagnose } from './doctor.ts'
import { type Machine, thisMachine } from './machine.ts'
import { isInRange } from './version-range.ts'

const cleanups: (() => unknown)[] = []

beforeEach(() => {
  for (const name of Object.keys(process.env))
    if (/^(?:AWS|PATCHBAY|OPENAI|JAVELIN|PORTKEY|ALTRUM|BEDROCK|HTTPS?_PROXY|NODE_USE_ENV)/i.test(name))
      vi.stubEnv(name, '')
  environment({
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const clean of cleanups.splice(0)) await clean()
})

function environment(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value)
}

interface Asked {
  readonly model?: string
  readonly sts?: boolean
  readonly route?: string
  readonly timeout?: string
  readonly machine?: Partial<Machine>
}

async function doctor({ machine, ...values }: Asked = {}) {
  const { terminal, printed, reported } = recordTerminal()
  const invocation = {
    values: { ...values, json: true },
    positionals: [],
    terminal,
    findRoute: () => findRoute(values.route),
  }
  const code = await diagnose(invocation, { ...thisMachine(), ...machine })
  const { ok, checks } = JSON.parse(printed()) as { ok: boolean; checks: Check[] }
  expect(reported()).toBe('')
  expect(checks.map(({ name }) => name)).toEqual([
    'node',
    'packages',
    'configuration',
    'credentials',
    'host',
    'clock',
    'models',
    'model',
  ])
  const check = (name: string) => checks.find((one) => one.name === name) as Check
  for (const { status, advice } of checks)
    expect(advice === undefined, 'what is wrong comes with what to do').toBe(
      status === 'ok' || status === 'skipped',
    )
  return { code, ok, check, text: printed() }
}

/** A strict Bedrock, and the environment that leads to it. */
async function withBedrock(options: Parameters<typeof createBedrockServer>[0] = {}) {
  const server = await createBedrockServer(options)
  cleanups.push(() => server.close())
  environment({
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url,
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
  })
  return server
}

async function withGateway(options: Parameters<typeof createGatewayServer>[0] = {}) {
  const server = await createGatewayServer(options)
  cleanups.push(() => server.close())
  environment({ PATCHBAY_GATEWAY: `${server.url}/v1`, PATCHBAY_GATEWAY_API_KEY: 'hunter22-gateway' })
  return server
}

/** The address of a server of the test's own. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const NOVA = 'us.amazon.nova-lite-v1:0'

describe('where all is well', () => {
  test('Bedrock: everything is found, and one request is sent', async () => {
    const server = await withBedrock()
    const { code, ok, check, text } = await doctor({ model: NOVA })
    expect({ code, ok }).toEqual({ code: 0, ok: true })
    expect(check('configuration').message).toContain(`bedrock region=us-east-1`)
    expect(check('credentials').message).toBe('AKIA...MPLE, from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
    expect(check('host').message).toMatch(/DNS 127\.0\.0\.1, TCP, HTTP \d+/)
    expect(check('model').message).toMatch(new RegExp(`^${NOVA} answered in \\d+ ms$`))
    expect(server.requests.filter(({ path }) => path.endsWith('/converse'))).toHaveLength(1)
    expect(text).not.toContain(TEST_CREDENTIALS.secretAccessKey)
    expect(text).not.toContain(TEST_CREDENTIALS.accessKeyId)
  })

  test('a bearer token', async () => {
    await withBedrock()
    environment({ AWS_BEARER_TOKEN_BEDROCK: TEST_BEARER_TOKEN })
    const { code, check, text } = await doctor({ sts: true })
    expect(code).toBe(0)
    expect(check('credentials').message).toBe(
      'a bearer token, from AWS_BEARER_TOKEN_BEDROCK; STS knows none of those',
    )
    expect(check('model').status).toBe('skipped')
    expect(text).not.toContain(TEST_BEARER_TOKEN)
  })

  test('a gateway, with a key', async () => {
    await withGateway()
    const { code, check, text } = await doctor({ model: 'gpt-4o' })
    expect(code).toBe(0)
    expect(check('configuration').message).toMatch(/^gateway .*PATCHBAY_GATEWAY_API_KEY \(set\)/)
    expect(check('credentials').message).toBe('a key, in the header authorization')
    expect(text).not.toContain('hunter22')
  })

  test('lines for a person, with what to do below', async () => {
    environment({ AWS_REGION: '' })
    const { terminal, printed } = recordTerminal()
    const invocation = { values: {}, positionals: [], terminal, findRoute: () => findRoute(undefined) }
    expect(await diagnose(invocation, thisMachine())).toBe(2)
    expect(printed()).toMatch(/^ok {7}node/)
    expect(printed()).toMatch(/failed {3}configuration .*AWS_REGION.*\n +Set AWS_REGION/)
  })
})

describe('versions', () => {
  test('an old Node fails', async () => {
    await withGateway()
    const { code, check } = await doctor({ machine: { nodeVersion: '20.20.0' } })
    expect(code).toBe(1)
    expect(check('node')).toMatchObject({ status: 'failed', advice: expect.stringContaining('>=22.12') })
  })

  test('an SDK of another version is worth a word, none at all is no fault', async () => {
    await withGateway()
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
    cleanups.push(() => rmSync(folder, { recursive: true }))
    expect((await doctor({ machine: { folder } })).check('packages').status).toBe('skipped')
    mkdirSync(join(folder, 'node_modules/openai'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/openai/package.json'), '{"version":"3.3.0"}')
    const { code, check } = await doctor({ machine: { folder } })
    expect(code).toBe(0)
    expect(check('packages')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('openai 3.3.0'),
    })
  })

  test.for([
    ['22.12.0', '>=22.12', true],
    ['22.11.9', '>=22.12', false],
    ['7.55.0', '>=4.104.0 <8', true],
    ['8.0.0', '>=4.104.0 <8', false],
    ['1.11.0', '^1.11.0', true],
    ['2.0.0', '^1.11.0', false],
    ['0.6.3', '^0.6.1', true],
    ['0.7.0', '^0.6.1', false],
    ['3.0.0-beta.1', '^2.10.0 || ^3.0.0', true],
  ] as const)('%s in %s: %s', ([version, range, expected]) =>
    expect(isInRange(version, range)).toBe(expected),
  )
})

describe('the configuration', () => {
  test.for<[string, Record<string, string>, RegExp, RegExp]>([
    [
      'half of a gateway',
      { PATCHBAY_GATEWAY_API_KEY: 'hunter22' },
      /without PATCHBAY_GATEWAY/,
      /Correct the environment/,
    ],
    ['a gateway without its key', { PATCHBAY_GATEWAY: 'javelin' }, /JAVELIN/, /Correct the environment/],
    [
      'two gateways',
      { PORTKEY_API_KEY: 'hunter22', ALTRUM_API_KEY: 'hunter22' },
      /portkey.*altrum/,
      /Correct/,
    ],
    ['no region', {}, /No AWS region/, /Set AWS_REGION/],
    [
      'a switch that is neither on nor off',
      { PATCHBAY_DEBUG: 'yes', AWS_REGION: 'us-east-1' },
      /PATCHBAY_DEBUG must be 1 or 0/,
      /Correct the environment/,
    ],
    [
      'a gateway that is demanded',
      { PATCHBAY_REQUIRE_GATEWAY: '1', AWS_REGION: 'us-east-1' },
      /gateway is required/,
      /Correct/,
    ],
  ])('%s', async ([, values, message, advice]) => {
    environment(values)
    const { code, check, text } = await doctor()
    expect(code).toBe(2)
    expect(check('configuration')).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(message),
      advice: expect.stringMatching(advice),
    })
    expect(check('host').status).toBe('skipped')
    expect(text).not.toContain('hunter22')
  })

  test('a route that does not exist', async () => {
    const { code, check } = await doctor({ route: 'no such route' })
    expect(code).toBe(2)
    expect(check('configuration').message).toContain('No route is named')
  })

  test('a key in the wrong variable is not repeated', async () => {
    await withGateway()
    environment({ AWS_PROFILE: 'sk-hunter22' })
    expect((await doctor()).text).not.toContain('hunter22')
  })
})

describe('credentials', () => {
  test('there are none', async () => {
    await withBedrock()
    environment({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' })
    const { code, check } = await doctor({ model: NOVA })
    expect(code).toBe(1)
    expect(check('credentials')).toMatchObject({
      status: 'failed',
      advice: expect.stringContaining('aws sso login'),
    })
    expect(check('model')).toMatchObject({ status: 'skipped', message: 'there are no credentials' })
  })

  test.for([
    ['long ago', -60_000, 'failed', /have expired/],
    ['soon', 5 * 60_000, 'warning', /that is soon/],
    ['tomorrow', 86_400_000, 'ok', /until \d{4}-/],
  ] as const)('they end %s', async ([, left, status, message]) => {
    await withBedrock()
    environment({ AWS_CREDENTIAL_EXPIRATION: new Date(Date.now() + left).toISOString() })
    const { check } = await doctor()
    expect(check('credentials')).toMatchObject({ status, message: expect.stringMatching(message) })
  })

  test('STS says whose they are, or that they are nobody’s', async () => {
    await withBedrock()
    const arn = 'arn:aws:iam::123456789012:user/test'
    const seen: string[] = []
    let answer = JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: { Arn: arn } } })
    let status = 200
    const sts = await listen((request, response) => {
      seen.push(String(request.headers.authorization))
      response.writeHead(status).end(answer)
    })
    environment({ AWS_ENDPOINT_URL_STS: sts })
    expect((await doctor({ sts: true })).check('credentials').message).toMatch(new RegExp(`, ${arn}$`))
    expect(seen[0]).toMatch(/us-east-1\/sts\/aws4_request/)
    answer = `<GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult>`
    expect((await doctor({ sts: true })).check('credentials').message).toContain(arn)
    status = 403
    answer =
      '<Error><Code>InvalidClientTokenId</Code><Message>The security token is invalid.</Message></Error>'
    const { code, check } = await doctor({ sts: true })
    expect(code).toBe(1)
    expect(check('credentials')).toMatchObject({
      status: 'failed',
      message: 'STS does not accept the credentials: The security token is invalid.',
    })
    environment({ AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' })
    expect((await doctor({ sts: true })).check('credentials')).toMatchObject({
      message: 'STS could not be reached',
      advice: expect.stringContaining('Leave --sts out'),
    })
  })

  test('a gateway without a key', async () => {
    await withGateway()
    environment({ PATCHBAY_GATEWAY_API_KEY: '' })
    expect((await doctor()).check('credentials').status).toBe('warning')
  })
})

describe('the host', () => {
  test.for<[string, string, Partial<Machine>, RegExp, RegExp]>([
    [
      'a name that nobody knows',
      'https://gateway.invalid/v1',
      { resolveHost: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) },
      /DNS fails \(ENOTFOUND\)/,
      /Check the name gateway\.invalid/,
    ],
    ['a closed port', 'http://127.0.0.1:1/v1', {}, /TCP fails \(ECONNREFUSED\)/, /Nothing listens on port 1/],
  ])('%s', async ([, gateway, machine, message, advice]) => {
    environment({ PATCHBAY_GATEWAY: gateway, PATCHBAY_GATEWAY_API_KEY: 'k' })
    const { code, check } = await doctor({ machine, model: 'gpt-4o' })
    expect(code).toBe(1)
    expect(check('host')).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(message),
      advice: expect.stringMatching(advice),
    })
    expect(check('clock').status).toBe('skipped')
    expect(check('model')).toMatchObject({ status: 'skipped', message: 'the host cannot be reached' })
  })

  test('a server without TLS', async () => {
    const url = await listen((_request, response) => response.end())
    environment({ PATCHBAY_GATEWAY: `${url.replace('http:', 'https:')}/v1` })
    expect((await doctor()).check('host')).toMatchObject({
      message: expect.stringContaining('TLS fails'),
      advice: expect.stringContaining('speaks no TLS'),
    })
  })

  test('a server that never answers', async () => {
    environment({ PATCHBAY_GATEWAY: `${await listen(() => undefined)}/v1` })
    expect((await doctor({ timeout: '50' })).check('host')).toMatchObject({
      message: expect.stringContaining('HTTP fails (ETIMEDOUT)'),
      advice: expect.stringContaining('firewall'),
    })
  })

  test('a server that speaks another protocol', async () => {
    const sockets: Socket[] = []
    const server = createSocketServer((socket) => {
      socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n')
      sockets.push(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(resolve))
    })
    environment({ PATCHBAY_GATEWAY: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` })
    expect((await doctor()).check('host')).toMatchObject({
      message: expect.stringContaining('HTTP fails'),
      advice: expect.stringContaining('https or http'),
    })
  })
})

describe('the clock', () => {
  test('signatures of another time fail', async () => {
    await withBedrock({ now: () => new Date(Date.now() + 20 * 60_000) })
    const { code, check } = await doctor()
    expect(code).toBe(1)
    expect(check('clock')).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/1[12]\d\d seconds behind/),
    })
  })

  test('for keys it is worth a word', async () => {
    const url = await listen((_request, response) => {
      response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString())
      response.end('{"data":[]}')
    })
    environment({ PATCHBAY_GATEWAY: `${url}/v1`, PATCHBAY_GATEWAY_API_KEY: 'k' })
    const { code, check } = await doctor()
    expect(code).toBe(0)
    expect(check('clock')).toMatchObject({ status: 'warning', message: expect.stringContaining('ahead of') })
  })
})

describe('models', () => {
  test('a wrong key of a gateway', async () => {
    const server = await withGateway()
    server.reply({ status: 401, json: { error: { message: 'That key is not known here' } } })
    const { code, check } = await doctor({ model: 'gpt-4o' })
    expect(code).toBe(1)
    for (const name of ['models', 'model'])
      expect(check(name)).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('That key is not known here'),
        advice: expect.stringContaining('The key is not accepted'),
      })
  })

  test('a wrong secret of AWS', async () => {
    await withBedrock()
    environment({ AWS_SECRET_ACCESS_KEY: 'hunter22-hunter22' })
    const { code, check, text } = await doctor({ model: NOVA })
    expect(code).toBe(1)
    expect(check('models').status).toBe('failed')
    expect(check('model')).toMatchObject({ status: 'failed', advice: expect.stringContaining('right key') })
    expect(text).not.toContain('hunter22')
  })

  test('an unknown model, and the nearest name', async () => {
    const url = await listen((request, response) => {
      if (request.method === 'GET') response.end('{"data":[{"id":"gpt-4o"},{"id":"claude"}]}')
      else response.writeHead(404).end('{"error":{"message":"no such model"}}')
    })
    environment({ PATCHBAY_GATEWAY: `${url}/v1`, PATCHBAY_GATEWAY_API_KEY: 'k' })
    const { code, check } = await doctor({ model: 'gpt-4oo' })
    expect(code).toBe(1)
    expect(check('model')).toMatchObject({ status: 'failed', advice: 'Did you mean gpt-4o?' })
    environment({ PATCHBAY_GATEWAY: '', PATCHBAY_GATEWAY_API_KEY: '' })
    await withBedrock()
    expect((await doctor({ model: 'no-such-thing-at-all' })).check('model')).toMatchObject({
      message: expect.stringContaining('status 404'),
      advice: 'See the names that there are by `patchbay models`.',
    })
  })

  test.for([
    [403, 'You have no access', /bedrock:InvokeModel/],
    [429, 'Too many', /quota/],
    [500, 'Broken', /The service has a problem/],
  ] as const)('Bedrock says %i', async ([status, message, advice]) => {
    const server = await withBedrock()
    const type = { 403: 'AccessDeniedException', 429: 'ThrottlingException', 500: 'InternalServerException' }[
      status
    ]
    server.reply({ error: { type, message } } as never)
    const { check } = await doctor({ model: NOVA })
    expect(check('model')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(message),
      advice: expect.stringMatching(advice),
    })
  })

  test.for([
    [404, 'skipped'],
    [405, 'skipped'],
    [429, 'warning'],
    [503, 'warning'],
  ] as const)('a list that a gateway answers with %i is %s', async ([status, expected]) => {
    const url = await listen((_request, response) =>
      response.writeHead(status).end('{"error":{"message":"no"}}'),
    )
    environment({ PATCHBAY_GATEWAY: `${url}/v1`, PATCHBAY_GATEWAY_API_KEY: 'k' })
    expect((await doctor()).check('models').status).toBe(expected)
  })

  test('a model that does not answer in time', async () => {
    const url = await listen((request, response) => {
      if (request.method === 'GET') response.end('{"data":[]}')
    })
    environment({ PATCHBAY_GATEWAY: `${url}/v1`, PATCHBAY_GATEWAY_API_KEY: 'k' })
    expect((await doctor({ model: 'gpt-4o', timeout: '60' })).check('model')).toMatchObject({
      status: 'failed',
      message: 'gpt-4o did not answer in time',
    })
  })
})
