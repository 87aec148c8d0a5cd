import { BedrockRuntimeClient, ListAsyncInvokesCommand } from '@aws-sdk/client-bedrock-runtime'
import { ConfigurationError } from '@patchbay/core'
import { describe, expect, it } from 'vitest'

import { parseAwsHost, parseEndpoint, regionalEndpoint } from './endpoint.ts'

const REGIONS = [
  'us-east-1',
  'eu-central-1',
  'ap-southeast-2',
  'il-central-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'cn-north-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
]

const VARIANTS = [
  { fips: false, dualstack: false },
  { fips: true, dualstack: false },
  { fips: false, dualstack: true },
  { fips: true, dualstack: true },
]

/** The host that the AWS SDK sends a request to. */
async function hostOfSdk(
  region: string,
  { fips, dualstack }: { fips: boolean; dualstack: boolean },
): Promise<string> {
  let host = ''
  const client = new BedrockRuntimeClient({
    region,
    useFipsEndpoint: fips,
    useDualstackEndpoint: dualstack,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { hostname: string }) => {
        host = request.hostname
        throw new Error('seen')
      },
    },
  })
  await client.send(new ListAsyncInvokesCommand({})).catch(() => {})
  return host
}

describe('regionalEndpoint', () => {
  it.each(REGIONS)('is the AWS SDK’s own host in %s, FIPS and dual-stack too', async (region) => {
    for (const variant of VARIANTS) {
      expect(regionalEndpoint('bedrock-runtime', region, variant).hostname).toBe(
        await hostOfSdk(region, variant),
      )
    }
  })

  it('knows the control plane', () => {
    expect(regionalEndpoint('bedrock', 'us-east-1', { fips: false, dualstack: false }).href).toBe(
      'https://bedrock.us-east-1.amazonaws.com/',
    )
  })
})

describe('parseAwsHost', () => {
  it.each(REGIONS)('reads service and region back from every host in %s', (region) => {
    for (const variant of VARIANTS) {
      for (const service of ['bedrock-runtime', 'bedrock'] as const) {
        const { hostname } = regionalEndpoint(service, region, variant)
        expect(parseAwsHost(hostname)).toEqual({ service, region, fips: variant.fips })
      }
    }
  })

  it('reads the host of a VPC endpoint', () => {
    expect(parseAwsHost('vpce-0a1b-2c3d.bedrock-runtime.eu-west-1.vpce.amazonaws.com')).toEqual({
      service: 'bedrock-runtime',
      region: 'eu-west-1',
      fips: false,
    })
  })

  it.each([
    '127.0.0.1',
    'gateway.example.com',
    'bedrock.us-east-1.amazonaws.com.example.com',
    'amazonaws.com',
  ])('leaves %s alone', (host) => expect(parseAwsHost(host)).toBeUndefined())
})

describe('parseEndpoint', () => {
  const parse = (value: string, insecure = false) =>
    parseEndpoint(value, 'endpoint', 'bedrock-runtime', insecure)

  it.each([
    [
      'https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com',
      'https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com/',
    ],
    ['https://proxy.example.com/bedrock/', 'https://proxy.example.com/bedrock'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010/'],
    ['http://[::1]:4010', 'http://[::1]:4010/'],
  ])('takes %s', (given, href) => expect(parse(given).href).toBe(href))

  it('names the right host to who gives the control plane’s', () => {
    expect(() => parse('https://bedrock.us-gov-east-1.amazonaws.com')).toThrow(
      /https:\/\/bedrock-runtime\.us-gov-east-1\.amazonaws\.com/,
    )
    expect(() => parse('https://bedrock-fips.us-gov-east-1.amazonaws.com')).toThrow(/bedrock-runtime-fips\./)
    expect(() => parse('https://bedrock-agent-runtime.us-east-1.amazonaws.com')).toThrow(/bedrock-runtime\./)
    expect(() =>
      parseEndpoint('https://bedrock-runtime.us-east-1.amazonaws.com', 'controlEndpoint', 'bedrock', false),
    ).toThrow(ConfigurationError)
  })

  it.each([
    'bedrock',
    'ftp://example.com',
    'http://example.com',
    'https://user:secret@example.com',
    'https://example.com?x=1',
  ])('refuses %s, and quotes no secret', (given) => {
    expect(() => parse(given)).toThrow(ConfigurationError)
    expect(() => parse(given)).not.toThrow(/secret/)
  })

  it('takes plain http where that is allowed', () => {
    expect(parse('http://bedrock.internal:8080', true).href).toBe('http://bedrock.internal:8080/')
  })
})
