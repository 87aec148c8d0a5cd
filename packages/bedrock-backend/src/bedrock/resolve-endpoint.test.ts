import { describe, expect, it } from 'vitest'

import type { BedrockOptions } from './options.ts'
import { createEndpointResolver, knowsMantle } from './resolve-endpoint.ts'
import { readSettings } from './settings.ts'

const settingsOf = (options: BedrockOptions, variables: Record<string, string> = {}) =>
  readSettings(options, {
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    ...variables,
  })

describe('Mantle', () => {
  it.each<[name: string, options: BedrockOptions, variables: Record<string, string>, known: boolean]>([
    ['of the region', {}, {}, true],
    ["beside Runtime's own host", { endpoint: 'https://bedrock-runtime.us-east-1.amazonaws.com' }, {}, true],
    [
      'that an option names',
      { endpoint: 'http://127.0.0.1:1', mantleEndpoint: 'http://127.0.0.1:2' },
      {},
      true,
    ],
    [
      'that a variable names',
      { endpoint: 'http://127.0.0.1:1' },
      { AWS_ENDPOINT_URL_BEDROCK_MANTLE: 'http://127.0.0.1:2' },
      true,
    ],
    ['beside another host', { endpoint: 'http://127.0.0.1:1' }, {}, false],
    ['beside another host of the environment', {}, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, false],
    [
      'beside a VPC endpoint',
      { endpoint: 'https://vpce-0a1.bedrock-runtime.us-east-1.vpce.amazonaws.com' },
      {},
      false,
    ],
    ['beside FIPS', { fips: true }, {}, false],
    ['beside FIPS of the environment', {}, { AWS_USE_FIPS_ENDPOINT: 'true' }, false],
  ])('%s: known: %j %j %s', async (_name, options, variables, known) => {
    expect(await knowsMantle(settingsOf({ region: 'us-east-1', ...options }, variables), 'us-east-1')).toBe(
      known,
    )
  })

  it('is in some regions only', async () => {
    expect(await knowsMantle(settingsOf({}), 'ca-central-1')).toBe(false)
    expect(await knowsMantle(settingsOf({}), undefined)).toBe(false)
  })

  it.each([
    ['us-east-1', 'https://bedrock-mantle.us-east-1.api.aws/'],
    ['cn-north-1', 'https://bedrock-mantle.cn-north-1.api.amazonwebservices.com.cn/'],
  ])('has its host in %s', async (region, url) => {
    const resolve = createEndpointResolver(settingsOf({ region }))
    expect((await resolve('bedrock-mantle', async () => region)).href).toBe(url)
  })

  it.each([
    [
      { mantleEndpoint: 'https://mantle.example/v1' },
      /origin of bedrock-mantle, without a path: use https:\/\/mantle.example/,
    ],
    [
      { mantleEndpoint: 'https://bedrock-runtime.us-east-1.amazonaws.com' },
      /mantleEndpoint is a host of the service bedrock-runtime/,
    ],
  ])('refuses %j', (options, message) => {
    expect(() => settingsOf({ region: 'us-east-1', ...options })).toThrow(message)
  })
})
