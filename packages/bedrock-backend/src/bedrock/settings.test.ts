import { ConfigurationError } from '@patchbay/core'
import { describe, expect, it } from 'vitest'

import type { BedrockOptions } from './options.ts'
import { readSettings } from './settings.ts'

describe('readSettings', () => {
  it('reads the environment, and lets options beat it', () => {
    const env = {
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'us-west-2',
      AWS_BEARER_TOKEN_BEDROCK: ' token ',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:4010',
      PATCHBAY_DEFAULT_MODEL: 'amazon.nova-lite-v1:0',
      PATCHBAY_DEFAULT_EMBEDDING_MODEL: 'amazon.titan-embed-text-v2:0',
    }
    expect(readSettings({}, env)).toMatchObject({
      region: 'eu-west-1',
      bearerToken: 'token',
      fips: true,
      dualstack: false,
      defaultModel: 'amazon.nova-lite-v1:0',
      embeddingModel: 'amazon.titan-embed-text-v2:0',
    })
    expect(readSettings({}, env).endpoint?.port).toBe('4010')
    const explicit = {
      region: 'us-east-1',
      fips: false,
      endpoint: 'http://127.0.0.1:5',
      defaultModel: 'a',
      embeddingModel: 'b',
    }
    expect(readSettings(explicit, env)).toMatchObject({
      region: 'us-east-1',
      fips: false,
      defaultModel: 'a',
      embeddingModel: 'b',
    })
    expect(readSettings(explicit, env).endpoint?.port).toBe('5')
  })

  it('takes blank variables for unset ones', () => {
    expect(
      readSettings({}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-west-2', AWS_BEARER_TOKEN_BEDROCK: ' ' }),
    ).toMatchObject({
      region: 'us-west-2',
      bearerToken: undefined,
    })
  })

  it('refuses a switch that is neither on nor off', () => {
    expect(() => readSettings({}, { PATCHBAY_ALLOW_INSECURE: 'yes' })).toThrow(ConfigurationError)
    expect(
      readSettings({ allowInsecure: false }, { PATCHBAY_ALLOW_INSECURE: 'yes' }).endpoint,
    ).toBeUndefined()
  })

  it('ignores configured endpoints where the environment says so', () => {
    const env = {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:1',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    }
    expect(readSettings({}, env).endpoint).toBeUndefined()
  })

  it('knows the region of an AWS host, which beats the environment', () => {
    const endpoint = 'https://bedrock-runtime.us-gov-west-1.amazonaws.com'
    expect(readSettings({ endpoint }, { AWS_REGION: 'us-east-1' }).region).toBe('us-gov-west-1')
  })

  it('leaves the region to a borrowed client', () => {
    const client = {
      config: {
        region: async () => 'ca-central-1',
        credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
      },
    }
    expect(readSettings({ client }, { AWS_REGION: 'us-east-1' }).region).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['a misspelt option', { modle: 'x' }],
    ['a misspelt nested option', { images: { fetcher: true } }],
    ['an option that every object has', { toString: 'x' }],
    ['a blank model', { model: ' ' }],
    ['a region that is none', { region: 'evil.example.com/' }],
    ['half of a key pair', { credentials: { accessKeyId: 'AKIA-secret' } }],
    ['a role without an ARN', { assumeRole: {} }],
    ['a table with a number', { models: { a: 1 } }],
    ['an alias without an id', { models: { a: { family: 'nova' } } }],
    ['a switch that is none', { resendOnStaleSocket: 1 }],
    ['an unknown transport', { transport: 'http3' }],
    ['an unknown api', { api: 'chat' }],
    ['an unknown api in a table', { api: { 'gpt-oss': 'chat' } }],
    ['a client that is none', { client: {} }],
    ['a bound that is none', { images: { maxBytes: 0 } }],
    ['a bound of all files that is none', { images: { maxTotalBytes: '25 MiB' } }],
    ['no object', 'us-east-1'],
    ['a header with a line break', { headers: { 'x-a': 'b\r\nc: d' } }],
    ['plain http beyond loopback', { endpoint: 'http://bedrock.example.com' }],
    ['the control plane', { endpoint: 'https://bedrock.us-gov-east-1.amazonaws.com' }],
  ])('refuses %s', (_, options) => {
    const read = () => readSettings(options as BedrockOptions, {})
    expect(read).toThrow(ConfigurationError)
    expect(read).not.toThrow(/AKIA/)
  })

  it('takes plain http beyond loopback when told to', () => {
    const endpoint = 'http://bedrock.example.com'
    expect(readSettings({ endpoint, allowInsecure: true }, {}).endpoint?.host).toBe('bedrock.example.com')
    expect(readSettings({ endpoint }, { PATCHBAY_ALLOW_INSECURE: '1' }).endpoint?.host).toBe(
      'bedrock.example.com',
    )
  })

  it('takes an option that is undefined as absent', () => {
    const env = { AWS_REGION: 'eu-west-1', AWS_BEARER_TOKEN_BEDROCK: 'token', PATCHBAY_DEFAULT_MODEL: 'a' }
    const names = [
      'region',
      'endpoint',
      'apiKey',
      'credentials',
      'profile',
      'assumeRole',
      'client',
      'model',
      'images',
    ]
    const others = [
      'models',
      'defaultModel',
      'guardrail',
      'headers',
      'reasoningRatios',
      'onWarning',
      'transport',
    ]
    const options = Object.fromEntries([...names, ...others].map((name) => [name, undefined]))
    const nested = { assumeRole: { roleArn: 'arn', region: undefined }, images: { fetch: undefined } }
    const { options: _none, ...absent } = readSettings({}, env)
    const { options: _given, ...given } = readSettings(options, env)
    expect(given).toEqual(absent)
    expect(() => readSettings(nested, env)).not.toThrow()
  })
})
