import { describe, expect, it } from 'vitest'
import type { BedrockCommand } from '../bedrock-gateway.ts'
import { altrum } from './altrum.ts'
import { gateway } from './gateway.ts'
import { javelin } from './javelin.ts'
import { portkey } from './portkey.ts'

const COMMAND: BedrockCommand = {
  name: 'ConverseCommand',
  method: 'POST',
  path: '/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse',
  search: '?a=b',
  model: 'anthropic.claude-3-haiku-20240307-v1:0',
  foundationModel: undefined,
  headers: new Headers({
    authorization: 'AWS4-HMAC-SHA256 x',
    'x-amz-date': 'd',
    'x-amzn-bedrock-trace': 'ENABLED',
  }),
  body: '{}',
  provider: 'https://bedrock-runtime.us-east-1.amazonaws.com',
}
const JAVELIN = { baseURL: 'https://gw.example.com/tenant', apiKey: 'k' }

describe('how gateways are sent requests of Bedrock’s API', () => {
  it('addresses Javelin by its unified endpoints, whatever `endpoints` says', async () => {
    const url = `https://gw.example.com/tenant/v1${COMMAND.path}?a=b`
    expect(await javelin(JAVELIN).bedrock?.url(COMMAND)).toBe(url)
    expect(await javelin({ ...JAVELIN, endpoints: 'query', route: 'r' }).bedrock?.url(COMMAND)).toBe(url)
  })

  it.each([
    [{}, COMMAND, 'anthropic.claude-3-haiku-v1:0'],
    [{ keepModelDate: true }, COMMAND, 'anthropic.claude-3-haiku-20240307-v1:0'],
    [
      {},
      { ...COMMAND, foundationModel: 'anthropic.claude-sonnet-4-20250514-v1:0' },
      'anthropic.claude-sonnet-4-v1:0',
    ],
    [
      {},
      { ...COMMAND, model: 'arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-lite-v1:0' },
      'us.amazon.nova-lite-v1:0',
    ],
    [{}, { ...COMMAND, model: undefined }, null],
  ])('names the model to Javelin %#', async (options, command, model) => {
    const headers = await javelin({ ...JAVELIN, ...options }).bedrock?.headers(command, '')
    expect(headers?.get('x-javelin-model')).toBe(model)
    expect(headers?.get('x-javelin-provider')).toBe(COMMAND.provider)
    expect(headers?.get('authorization')).toBe('AWS4-HMAC-SHA256 x')
  })

  it('says the route under both names where the renamed product is requested', async () => {
    const headers = await javelin({ ...JAVELIN, highflame: true }).bedrock?.headers(COMMAND, '')
    expect([headers?.get('x-javelin-route'), headers?.get('x-highflame-route')]).toEqual([
      'awsbedrock',
      'awsbedrock',
    ])
  })

  it('drops what the gateway makes itself, and nothing of Bedrock’s', async () => {
    const headers = await portkey({ apiKey: 'k', provider: '@b' }).bedrock?.headers(COMMAND, '')
    expect(headers?.has('authorization')).toBe(false)
    expect(headers?.has('x-amz-date')).toBe(false)
    expect(headers?.get('x-amzn-bedrock-trace')).toBe('ENABLED')
  })

  it('signs for whom the options say', () => {
    const base = { baseURL: 'https://gw.example.com/v1' }
    expect(javelin(JAVELIN).bedrock?.signing).toBe('provider')
    expect(javelin({ ...JAVELIN, credentials: 'strip' }).bedrock?.signing).toBe('none')
    expect(portkey({ apiKey: 'k' }).bedrock?.signing).toBe('none')
    expect(gateway(base).bedrock?.signing).toBe('none')
    expect(gateway({ ...base, credentials: 'forward' }).bedrock?.signing).toBe('provider')
    expect(gateway({ ...base, signing: 'gateway' }).bedrock?.signing).toBe('gateway')
    expect(() => gateway({ ...base, signing: 'aws' as 'none' })).toThrow(/signing/)
    expect(() => gateway({ ...base, signing: 'provider', apiKey: 'k' })).toThrow(/authorization/)
  })

  it('leaves gateways alone that serve OpenAI’s API only', () => {
    const keys = { awsAccessKeyId: 'a', awsSecretAccessKey: 's', awsRegion: 'us-east-1' }
    expect(altrum({ apiKey: 'k', ...keys }).bedrock).toBeUndefined()
  })
})
