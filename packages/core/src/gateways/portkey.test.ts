import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import type { FetchLike } from '../client-facts.ts'
import { portkey } from './portkey.ts'
import { base64OfFloats } from './portkey-embeddings.ts'
import { PORTKEY_HEADERS, portkeyHeaders, type PortkeyOptions } from './portkey-options.ts'

beforeEach(() => {
  for (const name of ['PORTKEY_BASE_URL', 'PORTKEY_API_KEY', 'PORTKEY_PROVIDER', 'PORTKEY_CONFIG'])
    vi.stubEnv(name, '')
})
afterEach(() => void vi.unstubAllEnvs())

function recorder(answer: () => Response = () => Response.json({})) {
  return vi.fn<FetchLike>(() => Promise.resolve(answer()))
}

async function sent(options: PortkeyOptions): Promise<Record<string, string>> {
  const fetch = recorder()
  await portkey(options).serve(requestOf({ fetch }))
  return Object.fromEntries(new Headers(fetch.mock.calls[0]?.[1]?.headers))
}

describe('options', () => {
  test('each has its header', () => {
    const options: PortkeyOptions = {
      provider: 'bedrock',
      config: { retry: { attempts: 3, on_status_codes: [429] }, cache: { mode: 'simple', max_age: 60 } },
      virtualKey: 'vk',
      traceId: 't',
      metadata: { _user: 'Zoë' },
      customHost: 'https://vpce.example.com',
      requestTimeout: 5000,
      forwardHeaders: ['x-a', 'x-b'],
      cacheForceRefresh: true,
      strictOpenAICompliance: false,
      awsAccessKeyId: 'a',
      awsSecretAccessKey: 'b',
      awsSessionToken: 'c',
      awsRegion: 'eu-west-1',
      awsRoleArn: 'arn:aws:iam::1:role/x',
      awsExternalId: 'e',
      azureEntraTenantId: 'tenant',
    }
    expect(definedOf(portkeyHeaders(options))).toEqual({
      'x-portkey-provider': 'bedrock',
      'x-portkey-config':
        '{"retry":{"attempts":3,"on_status_codes":[429]},"cache":{"mode":"simple","max_age":60}}',
      'x-portkey-virtual-key': 'vk',
      'x-portkey-trace-id': 't',
      'x-portkey-metadata': '{"_user":"Zo\\u00eb"}',
      'x-portkey-custom-host': 'https://vpce.example.com',
      'x-portkey-request-timeout': '5000',
      'x-portkey-forward-headers': 'x-a,x-b',
      'x-portkey-cache-force-refresh': 'true',
      'x-portkey-strict-open-ai-compliance': 'false',
      'x-portkey-aws-access-key-id': 'a',
      'x-portkey-aws-secret-access-key': 'b',
      'x-portkey-aws-session-token': 'c',
      'x-portkey-aws-region': 'eu-west-1',
      'x-portkey-aws-role-arn': 'arn:aws:iam::1:role/x',
      'x-portkey-aws-external-id': 'e',
      'x-portkey-aws-auth-type': 'assumedRole',
      'x-portkey-azure-entra-tenant-id': 'tenant',
    })
  })

  test('a name is the camelCase of its header', () => {
    for (const [option, header] of Object.entries(PORTKEY_HEADERS)) {
      const kebab = option
        .replace('OpenAI', 'OpenAi')
        .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      expect(`x-portkey-${kebab}`).toBe(header)
    }
  })

  test('metadata of any text is a header that says the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), (metadata) => {
        const header = portkeyHeaders({ metadata })['x-portkey-metadata'] ?? ''
        expect(header).toMatch(/^[\x20-\x7e]*$/)
        expect(JSON.parse(header)).toEqual({ ...metadata })
      }),
    )
  })

  test('the hosted gateway needs a key, one of your own does not', () => {
    expect(() => portkey()).toThrow(ConfigurationError)
    expect(() => portkey({ baseURL: 'http://127.0.0.1:8787' })).not.toThrow()
  })
})

describe('the address', () => {
  const key = { apiKey: 'k' }

  test("the environment's counts where the options have none", async () => {
    vi.stubEnv('PORTKEY_PROVIDER', '@env')
    vi.stubEnv('PORTKEY_CONFIG', 'pc-env')
    expect(await sent(key)).toMatchObject({ 'x-portkey-provider': '@env', 'x-portkey-config': 'pc-env' })
    expect(await sent({ ...key, provider: '@own' })).not.toHaveProperty('x-portkey-config')
    expect(await sent({ ...key, config: 'pc-own' })).not.toHaveProperty('x-portkey-provider')
    expect(await sent({ ...key, config: { retry: { attempts: 2 } } })).toMatchObject({
      'x-portkey-provider': '@env',
      'x-portkey-config': '{"retry":{"attempts":2}}',
    })
  })

  test('named(): a provider takes the place of a config, but not of retries', () => {
    const named = (options: PortkeyOptions, name: string) =>
      portkey({ ...key, ...options })
        .named(name)
        .describe()
    const plain = { kind: 'gateway', name: 'portkey', baseURL: 'https://api.portkey.ai' }
    expect(named({ config: 'pc-1' }, '@x')).toEqual({ ...plain, provider: '@x' })
    expect(named({ config: { retry: { attempts: 2 } } }, '@x')).toMatchObject({ config: '(inline)' })
    expect(named({ provider: '@x' }, 'pc-2')).toEqual({ ...plain, config: 'pc-2' })
  })

  test('describe() shows no inline config: it may hold keys', () => {
    const inline = { targets: [{ provider: 'openai', api_key: 'hunter22' }] }
    for (const config of [inline, JSON.stringify(inline)])
      expect(JSON.stringify(portkey({ ...key, config }).describe())).not.toContain('hunter22')
  })
})

describe('embeddings', () => {
  const floats = [0.25, -1.5, 3.0e-8]
  const answer = () => Response.json({ object: 'list', data: [{ index: 0, embedding: floats }], usage: {} })

  async function embed(encoding: string | undefined) {
    const fetch = recorder(answer)
    const body = { model: 'titan', input: 'x', ...(encoding !== undefined && { encoding_format: encoding }) }
    const response = await portkey({ apiKey: 'k', provider: '@x' }).serve(
      requestOf({ fetch, path: '/embeddings', body }),
    )
    const asked = JSON.parse(fetch.mock.calls[0]?.[1]?.body as string) as unknown
    return { asked, answer: (await response.json()) as { data: { embedding: unknown }[] } }
  }

  test('a request for base64 gets base64 of the floats that were requested of the gateway', async () => {
    const result = await embed('base64')
    expect(result.asked).toEqual({ model: 'titan', input: 'x', encoding_format: 'float' })
    const [item] = result.answer.data
    const bytes = Buffer.from(String(item?.embedding), 'base64')
    expect(Array.from({ length: 3 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(
      floats.map(Math.fround),
    )
  })

  test.for(['float', undefined])('a request for %s gets floats', async (encoding) => {
    const result = await embed(encoding)
    expect(result.asked).toMatchObject({ encoding_format: 'float' })
    expect(result.answer.data[0]?.embedding).toEqual(floats)
  })

  test('base64 holds every float', () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 50 }), (numbers) => {
        const bytes = Buffer.from(base64OfFloats([...numbers]), 'base64')
        const back = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
        expect(back).toEqual([...numbers])
      }),
    )
  })
})

function definedOf(headers: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}
