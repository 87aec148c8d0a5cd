import { createHash, createHmac } from 'node:crypto'

import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'

import { authenticate } from './authenticate.ts'
import type { SignableRequest } from './signature.ts'

const now = new Date('2026-03-01T12:00:00Z')
const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret', sessionToken: 'session' }
const options = { credentials: [credentials], bearerTokens: ['token'], required: true, now: () => now }

/** Node's own crypto in the form that the signer wants. */
class Sha256 {
  readonly #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : Buffer.from(secret as Uint8Array))
  }
  update(data: Uint8Array): void {
    this.#hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
  reset(): void {}
}

interface Signing {
  readonly service?: string
  readonly region?: string
  readonly at?: Date
  readonly path?: string
  readonly query?: Record<string, string>
  readonly key?: typeof credentials
}

async function signed(signing: Signing = {}): Promise<SignableRequest> {
  const {
    service = 'bedrock',
    region = 'eu-west-1',
    at = now,
    path = '/model/a.b%3A0/converse',
    query = {},
  } = signing
  const signer = new SignatureV4({ credentials: signing.key ?? credentials, region, service, sha256: Sha256 })
  const body = '{"messages":[]}'
  const request = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      query,
      headers: { host: '127.0.0.1:1234', 'content-type': 'application/json' },
      body,
    },
    { signingDate: at },
  )
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return { method: 'POST', path, query: new URLSearchParams(query), headers, body: Buffer.from(body) }
}

describe('authenticate', () => {
  it('takes a good signature and tells who called', async () => {
    expect(authenticate(await signed(), options)).toMatchObject({
      kind: 'sigv4',
      accessKeyId: 'AKIDTEST',
      region: 'eu-west-1',
      sessionToken: 'session',
    })
  })

  it.each([
    [
      'a path with an encoded ARN',
      { path: '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aprompt%2FABC/converse' },
    ],
    ['a query', { query: { maxResults: '10', nextToken: 'a b+c/=' } }],
    ['a clock four minutes off', { at: new Date(now.getTime() - 240_000) }],
  ] satisfies [string, Signing][])('takes %s', async (_name, signing) => {
    expect(authenticate(await signed(signing), options)).toMatchObject({ kind: 'sigv4' })
  })

  it.each([
    [
      'another secret',
      { key: { ...credentials, secretAccessKey: 'other' } },
      'InvalidSignatureException',
      'does not match the signature you provided',
    ],
    [
      'an unknown key',
      { key: { ...credentials, accessKeyId: 'AKIDOTHER' } },
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'a wrong session token',
      { key: { ...credentials, sessionToken: 'other' } },
      'UnrecognizedClientException',
      'security token',
    ],
    ['another service', { service: 's3' }, 'InvalidSignatureException', "correct service: 'bedrock'"],
    [
      'an old signature',
      { at: new Date(now.getTime() - 360_000) },
      'InvalidSignatureException',
      'Signature expired: 20260301T115400Z is now earlier than 20260301T115500Z (20260301T120000Z - 5 min.)',
    ],
    [
      'a signature from the future',
      { at: new Date(now.getTime() + 360_000) },
      'InvalidSignatureException',
      'Signature not yet current',
    ],
  ] satisfies [string, Signing, string, string][])('refuses %s', async (_name, signing, type, message) => {
    const outcome = authenticate(await signed(signing), options)
    expect(outcome).toMatchObject({ type })
    expect('message' in outcome && outcome.message).toContain(message)
  })

  it.each([
    ['body', { body: Buffer.from('{"messages":[1]}') }],
    ['path', { path: '/model/other/converse' }],
    ['method', { method: 'GET' }],
    ['query', { query: new URLSearchParams('a=1') }],
  ] satisfies [string, Partial<SignableRequest>][])('refuses a tampered %s', async (_name, change) => {
    const outcome = authenticate({ ...(await signed()), ...change }, options)
    expect(outcome).toMatchObject({ type: 'InvalidSignatureException' })
  })

  it('refuses a tampered signed header, and minds no other header', async () => {
    const request = await signed()
    const headers = { ...request.headers, host: 'elsewhere' }
    expect(authenticate({ ...request, headers }, options)).toMatchObject({
      type: 'InvalidSignatureException',
    })
    const more = { ...request.headers, 'x-other': '1' }
    expect(authenticate({ ...request, headers: more }, options)).toMatchObject({ kind: 'sigv4' })
  })

  it('knows bearer tokens', () => {
    const request = (authorization: string) => ({
      method: 'GET',
      path: '/',
      query: new URLSearchParams(),
      headers: { authorization },
      body: new Uint8Array(),
    })
    expect(authenticate(request('Bearer token'), options)).toEqual({ kind: 'bearer', token: 'token' })
    expect(authenticate(request('Bearer other'), options)).toMatchObject({ type: 'AccessDeniedException' })
    expect(authenticate(request('Basic eA=='), options)).toMatchObject({
      type: 'IncompleteSignatureException',
    })
  })

  it('wants some authentication, unless told otherwise', () => {
    const request = {
      method: 'GET',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: new Uint8Array(),
    }
    expect(authenticate(request, options)).toMatchObject({ type: 'MissingAuthenticationTokenException' })
    expect(authenticate(request, { ...options, required: false })).toEqual({ kind: 'none' })
  })
})
