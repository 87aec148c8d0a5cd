import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { signV4 } from './signer.ts'

interface SeenRequest {
  readonly headers: Record<string, string>
  readonly path: string
  readonly body: Uint8Array | string
}

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/key+1', sessionToken: 'session==' }

/** What the AWS SDK itself sends. */
async function sentBySdk(modelId: string): Promise<SeenRequest> {
  let seen: SeenRequest | undefined
  const client = new BedrockRuntimeClient({
    region: 'eu-west-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: SeenRequest) => {
        seen = request
        throw new Error('seen')
      },
    },
  })
  const messages = [{ role: 'user' as const, content: [{ text: 'Grüße' }] }]
  await client.send(new ConverseCommand({ modelId, messages })).catch(() => {})
  if (seen === undefined) throw new Error('The SDK sent nothing.')
  return seen
}

describe('signV4', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-21T03:00:00Z'), toFake: ['Date'] }))
  afterEach(() => vi.useRealTimers())

  it.each([
    'amazon.nova-lite-v1:0',
    'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2',
  ])('signs a request for %s as the AWS SDK does', async (modelId) => {
    const sdk = await sentBySdk(modelId)
    const signedNames =
      /SignedHeaders=([^,]+)/.exec(sdk.headers['authorization'] ?? '')?.[1]?.split(';') ?? []
    const generated = new Set([
      'host',
      'x-amz-date',
      'x-amz-security-token',
      'x-amz-content-sha256',
      'authorization',
    ])
    const own = signedNames
      .filter((name) => !generated.has(name))
      .map((name) => [name, sdk.headers[name] ?? ''])
    const headers = await signV4(
      {
        method: 'POST',
        url: new URL(`https://bedrock-runtime.eu-west-1.amazonaws.com${sdk.path}`),
        headers: Object.fromEntries(own) as Record<string, string>,
        body: sdk.body,
      },
      CREDENTIALS,
      'eu-west-1',
    )
    expect(sdk.path).toContain('%3A')
    expect(headers['authorization']).toBe(sdk.headers['authorization'])
    expect(headers['x-amz-security-token']).toBe(CREDENTIALS.sessionToken)
  })

  it('covers a port, a path prefix and a query', async () => {
    const request = { method: 'GET', headers: {}, body: undefined }
    const sign = (url: string) => signV4({ ...request, url: new URL(url) }, CREDENTIALS, 'us-east-1')
    const first = await sign('http://127.0.0.1:4010/prefix/models?type=A&type=B')
    const second = await sign('http://127.0.0.1:4010/prefix/models?type=A&type=C')
    expect(first['host']).toBe('127.0.0.1:4010')
    expect(first['authorization']).not.toBe(second['authorization'])
  })
})
