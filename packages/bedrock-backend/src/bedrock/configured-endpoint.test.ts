import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock'
import { BedrockRuntimeClient, ListAsyncInvokesCommand } from '@aws-sdk/client-bedrock-runtime'
import { createFetch } from '@patchbay/core'
import { createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { bedrock } from '../bedrock.ts'
import type { BedrockService } from './endpoint.ts'
import type { BedrockOptions } from './options.ts'
import { createRegionResolver } from './region.ts'
import { createEndpointResolver } from './resolve-endpoint.ts'
import { readSettings } from './settings.ts'

const VARIABLES = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_BEDROCK',
  'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_BEARER_TOKEN_BEDROCK',
]
const REGION = 'eu-west-1'
const SERVICES: readonly BedrockService[] = ['bedrock-runtime', 'bedrock']
const folders: string[] = []

/** The files of one case: the AWS SDK reads each path once in a process. */
async function useFiles(config: string, credentials = ''): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-'))
  folders.push(folder)
  await writeFile(join(folder, 'config'), config)
  await writeFile(join(folder, 'credentials'), credentials)
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
}

beforeAll(() => vi.unstubAllEnvs())
beforeEach(() => {
  for (const name of VARIABLES) vi.stubEnv(name, undefined)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

/** Where the AWS SDK's own client sends, in the environment as it is; `refused` where it does not send. */
async function bySdk(service: BedrockService): Promise<string> {
  let sent = 'refused'
  const settings = {
    region: REGION,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { protocol: string; hostname: string; port?: number; path: string }) => {
        const port = request.port === undefined ? '' : `:${request.port}`
        sent = `${request.protocol}//${request.hostname}${port}${request.path}`
        throw new Error('seen')
      },
    },
  }
  if (service === 'bedrock') {
    await new BedrockClient(settings).send(new ListFoundationModelsCommand({})).catch(() => {})
    return sent.replace(/\/{1,2}foundation-models$/, '')
  }
  await new BedrockRuntimeClient(settings).send(new ListAsyncInvokesCommand({})).catch(() => {})
  return sent.replace(/\/{1,2}async-invoke$/, '')
}

async function byRoute(service: BedrockService, options: BedrockOptions = {}): Promise<string> {
  const settings = readSettings(options)
  const region = createRegionResolver(settings)
  try {
    const url = await createEndpointResolver(settings)(service, () => region(undefined))
    return url.href.replace(/\/$/, '')
  } catch (error) {
    expect(error).toMatchObject({ details: { status: 400, code: 'invalid_endpoint' } })
    return 'refused'
  }
}

/** Bedrock Runtime's and the control plane's own endpoint by a section, and one for all services. */
const PROFILES = `
[default]
output = json

[profile all]
endpoint_url = https://all.example.com/aws/

[profile both]
services = own
endpoint_url = https://all.example.com

[profile sections]
services = own

[profile runtime-only]
services = runtime-only
endpoint_url = https://all.example.com

[profile missing]
services = nowhere

[profile ignoring]
services = own
endpoint_url = https://all.example.com
ignore_configured_endpoint_urls = true

[profile fips]
use_fips_endpoint = true

[profile dualstack]
use_dualstack_endpoint = true

[profile neither]
use_fips_endpoint = false
use_dualstack_endpoint = false

[profile variants]
use_fips_endpoint = true
use_dualstack_endpoint = true

[profile fips-and-own]
use_fips_endpoint = true
endpoint_url = https://all.example.com

[services own]
bedrock_runtime =
  endpoint_url = https://runtime.example.com:8443/prefix
bedrock =
  endpoint_url = https://control.example.com

[services runtime-only]
bedrock_runtime =
  endpoint_url = https://runtime.example.com
`
const NAMES = [
  'none',
  ...Array.from(PROFILES.matchAll(/\[profile ([\w-]+)\]/g), ([, name]) => name as string),
]

const ENVIRONMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing set': {},
  AWS_ENDPOINT_URL: { AWS_ENDPOINT_URL: 'https://env.example.com/base' },
  'both services': {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'https://env-runtime.example.com',
    AWS_ENDPOINT_URL_BEDROCK: 'https://env-control.example.com',
  },
  'services beside AWS_ENDPOINT_URL': {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'https://env-runtime.example.com',
    AWS_ENDPOINT_URL_BEDROCK: 'https://env-control.example.com',
  },
  'endpoints that are to be ignored': {
    AWS_ENDPOINT_URL: 'https://env.example.com',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
  },
  'a switch that overrides the profile’s': { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
  FIPS: { AWS_USE_FIPS_ENDPOINT: 'true' },
  'no FIPS': { AWS_USE_FIPS_ENDPOINT: 'false', AWS_USE_DUALSTACK_ENDPOINT: 'false' },
  'dual stack': { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  'FIPS and an endpoint': { AWS_USE_FIPS_ENDPOINT: 'true', AWS_ENDPOINT_URL: 'https://env.example.com' },
}

describe('the endpoint that AWS’s configuration names', () => {
  beforeEach(() => vi.stubEnv('AWS_REGION', REGION))

  it.each(Object.entries(ENVIRONMENTS))(
    'is the AWS SDK’s own with %s, whatever the profile',
    async (_, env) => {
      await useFiles(PROFILES)
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
      for (const profile of NAMES) {
        vi.stubEnv('AWS_PROFILE', profile === 'none' ? undefined : profile)
        for (const service of SERVICES) {
          expect([profile, service, await byRoute(service)]).toEqual([profile, service, await bySdk(service)])
        }
      }
    },
  )

  it('may stand in the credentials file, too', async () => {
    await useFiles('', '[default]\nendpoint_url = https://credentials.example.com\n')
    expect(await byRoute('bedrock-runtime')).toBe('https://credentials.example.com')
    expect(await bySdk('bedrock-runtime')).toBe('https://credentials.example.com')
  })

  it('is that of the profile which the route was given', async () => {
    await useFiles(PROFILES)
    vi.stubEnv('AWS_PROFILE', 'fips')
    expect(await byRoute('bedrock-runtime', { profile: 'all' })).toBe('https://all.example.com/aws')
  })
})

describe('a client on a route without an endpoint', () => {
  it.each(['variable', 'profile'])(
    'sends to the one that the %s names, and lists its models there',
    async (by) => {
      const server = await createBedrockServer()
      try {
        await useFiles(by === 'profile' ? `[default]\nendpoint_url = ${server.url}\n` : '')
        if (by === 'variable') vi.stubEnv('AWS_ENDPOINT_URL', server.url)
        const route = bedrock({ region: REGION, credentials: server.credentials })
        const client = new OpenAI({ apiKey: 'unused', maxRetries: 0, fetch: createFetch(route) })
        const { choices } = await client.chat.completions.create({
          model: 'amazon.nova-lite-v1:0',
          messages: [{ role: 'user', content: 'What is 12 + 30?' }],
        })
        expect(choices[0]?.message.content).toBe('12 + 30 is 42.')
        await client.models.list()
        expect(server.requests.map(({ operation }) => operation)).toEqual(
          expect.arrayContaining(['Converse', 'ListFoundationModels']),
        )
      } finally {
        await server.close()
      }
    },
  )
})

describe('what beats AWS’s configuration', () => {
  it('is an endpoint in code: for the control plane too, where it is no host of AWS', async () => {
    await useFiles(PROFILES)
    vi.stubEnv('AWS_PROFILE', 'all')
    vi.stubEnv('AWS_ENDPOINT_URL', 'https://env.example.com')
    const options = { endpoint: 'http://127.0.0.1:5', region: REGION }
    expect(await byRoute('bedrock-runtime', options)).toBe('http://127.0.0.1:5')
    expect(await byRoute('bedrock', options)).toBe('http://127.0.0.1:5')
    const controlEndpoint = 'https://control.example.org'
    expect(await byRoute('bedrock', { ...options, controlEndpoint })).toBe(controlEndpoint)
  })

  it('is not an endpoint of AWS in code, where the control plane is meant', async () => {
    await useFiles('')
    vi.stubEnv('AWS_ENDPOINT_URL', 'https://env.example.com')
    const endpoint = 'https://vpce-1.bedrock-runtime.eu-west-1.vpce.amazonaws.com'
    expect(await byRoute('bedrock-runtime', { endpoint })).toBe(endpoint)
    expect(await byRoute('bedrock', { endpoint })).toBe('https://env.example.com')
  })

  it('is a switch in code', async () => {
    await useFiles(PROFILES)
    vi.stubEnv('AWS_PROFILE', 'variants')
    const options = { region: 'us-east-1', fips: false, dualstack: false }
    expect(await byRoute('bedrock-runtime', options)).toBe('https://bedrock-runtime.us-east-1.amazonaws.com')
  })

  it('is what a borrowed client has; what that would take from the configuration is borrowed as well', async () => {
    await useFiles(PROFILES)
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const client = new BedrockRuntimeClient({ region: REGION, credentials })
    const own = new BedrockRuntimeClient({ region: REGION, credentials, endpoint: 'https://own.example.com' })
    vi.stubEnv('AWS_PROFILE', 'both')
    expect(await byRoute('bedrock-runtime', { client })).toBe('https://runtime.example.com:8443/prefix')
    expect(await byRoute('bedrock-runtime', { client: own })).toBe('https://own.example.com')
    expect(await byRoute('bedrock', { client })).toBe('https://control.example.com')
    expect(await byRoute('bedrock', { client: own })).toBe('https://own.example.com')
  })
})

describe('an endpoint of the profile', () => {
  it('names its region where it is a host of AWS', async () => {
    await useFiles(
      '[default]\nendpoint_url = https://vpce-1.bedrock-runtime.us-gov-west-1.vpce.amazonaws.com\n',
    )
    vi.stubEnv('AWS_REGION', 'us-east-1')
    expect(await createRegionResolver(readSettings({}))(undefined)).toBe('us-gov-west-1')
    expect(await createRegionResolver(readSettings({ region: 'us-west-2' }))(undefined)).toBe('us-west-2')
  })

  it.each([
    ['plain http beyond loopback', 'http://bedrock.example.com', /endpoint_url .*plain http/],
    ['the control plane’s host', 'https://bedrock.us-east-1.amazonaws.com', /answers no prompts/],
    ['no URL', 'bedrock', /absolute URL/],
  ])('is refused by name where it is %s', async (_, url, message) => {
    await useFiles(`[default]\nendpoint_url = ${url}\n`)
    const settings = readSettings({ region: REGION })
    await expect(
      createEndpointResolver(settings)('bedrock-runtime', async () => REGION),
    ).rejects.toMatchObject({
      details: { status: 400, code: 'invalid_endpoint' },
      headers: { 'x-should-retry': 'false' },
      message: expect.stringMatching(message) as string,
    })
    expect(await byRoute('bedrock-runtime', { region: REGION, endpoint: 'http://127.0.0.1:1' })).toBe(
      'http://127.0.0.1:1',
    )
  })

  it('of another service does not stand for the control plane', async () => {
    await useFiles('')
    vi.stubEnv('AWS_ENDPOINT_URL', 'https://vpce-1.bedrock-runtime.eu-west-1.vpce.amazonaws.com')
    expect(await byRoute('bedrock', { region: REGION })).toBe('https://bedrock.eu-west-1.amazonaws.com')
  })
})
