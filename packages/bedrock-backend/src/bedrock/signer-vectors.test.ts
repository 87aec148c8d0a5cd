import { createHash, createHmac } from 'node:crypto'

import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

// AWS's published vectors: https://github.com/awslabs/aws-c-auth/tree/495329c/tests/aws-signing-test-suite/v4 (Apache-2.0).
// Left out: what a URL or a `fetch` cannot express (raw spaces, repeated and folded headers), and S3's own rules.
import VECTORS from '../../test-support/signature-v4-vectors.json' with { type: 'json' }
import { createSigner, type SignableRequest } from './signer.ts'
import type { SigningCrypto } from './signing-crypto.ts'
import { signingCrypto as nodeCrypto } from './signing-crypto.node.ts'
import { signingCrypto as webCrypto } from './signing-crypto.web.ts'

const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

beforeEach(() => vi.useFakeTimers({ now: new Date('2015-08-30T12:36:00Z'), toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

describe.each([
  ['node:crypto', nodeCrypto],
  ['Web Crypto', webCrypto],
])('the signer over %s', (_name, crypto) => {
  it.each(VECTORS)('signs $name as AWS does', async ({ signsBody, sessionToken, ...vector }) => {
    const sign = createSigner({ service: 'service', contentHeader: signsBody }, crypto)
    const headers = Object.fromEntries(Object.entries(vector.headers)) as Record<string, string>
    const signed = await sign(
      { method: vector.method, url: new URL(vector.url), headers, body: vector.body },
      { ...CREDENTIALS, sessionToken },
      'us-east-1',
    )
    expect(signed['authorization']).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ` +
        `SignedHeaders=${vector.signedHeaders}, Signature=${vector.signature}`,
    )
  })

  it('hashes any text, and with keys of any length, as node:crypto does', async () => {
    const keys = fc.uint8Array({ minLength: 1, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(keys, fc.string({ unit: 'binary' }), async (key, given) => {
        const text = given.toWellFormed()
        expect(await crypto.sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
        const imported = await crypto.importKey(key)
        const expected = createHmac('sha256', key).update(text).digest('hex')
        expect(await crypto.hmac(imported, text)).toBe(expected)
        expect(await crypto.hmac(imported, text)).toBe(expected)
      }),
    )
  })

  it('signs any request as @smithy/signature-v4 does', async () => {
    const sign = createSigner({ service: 'bedrock' }, crypto)
    await fc.assert(
      fc.asyncProperty(requests, identities, regions, async (request, credentials, region) => {
        expect(await sign(request, credentials, region)).toEqual(
          await signBySmithy(request, credentials, region),
        )
      }),
    )
  })
})

it('signs requests with the same headers as it signs others', async () => {
  const sign = createSigner({ service: 'bedrock' })
  const given = fc.record({
    request: requests,
    identities: fc.array(identities, { minLength: 1, maxLength: 3 }),
  })
  const bodies = fc.array(fc.option(fc.string(), { nil: undefined }), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(given, bodies, fc.webUrl(), async ({ request, identities: given }, texts, other) => {
      for (const credentials of given)
        for (const url of [request.url, new URL(other)])
          for (const body of texts) {
            const repeated = { ...request, url, body, isRepeated: true }
            expect(await sign(repeated, credentials, 'us-east-1')).toEqual(
              await sign({ ...request, url, body }, credentials, 'us-east-1'),
            )
          }
    }),
  )
  const credentials = { ...CREDENTIALS, sessionToken: 'first' }
  const request = {
    method: 'POST',
    url: new URL('https://example.com/'),
    headers: {},
    body: '',
    isRepeated: true,
  }
  expect(await sign(request, credentials, 'us-east-1')).toMatchObject({ 'x-amz-security-token': 'first' })
  credentials.sessionToken = 'second'
  expect(await sign(request, credentials, 'us-east-1')).toMatchObject({ 'x-amz-security-token': 'second' })
  expect(await sign({ ...request, method: 'GET' }, credentials, 'us-east-1')).toEqual(
    await sign({ ...request, method: 'GET', isRepeated: false }, credentials, 'us-east-1'),
  )
})

it('derives a key anew when the day, the region or the secret changes', async () => {
  const imports = vi.fn<SigningCrypto['importKey']>(nodeCrypto.importKey)
  const sign = createSigner({ service: 'bedrock' }, { ...nodeCrypto, importKey: imports })
  const request = { method: 'GET', url: new URL('https://example.com/'), headers: {}, body: undefined }
  const credentials = { ...CREDENTIALS }
  const derivations = async (region: string) => {
    imports.mockClear()
    await sign(request, credentials, region)
    return imports.mock.calls.length > 0
  }
  expect(await derivations('us-east-1')).toBe(true)
  expect(await derivations('us-east-1')).toBe(false)
  expect(await derivations('us-west-2')).toBe(true)
  vi.setSystemTime(new Date('2015-08-31T00:00:00Z'))
  expect(await derivations('us-west-2')).toBe(true)
  credentials.secretAccessKey = 'another'
  expect(await derivations('us-west-2')).toBe(true)
  expect(await derivations('us-west-2')).toBe(false)
})

const segment = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('amazon.nova-lite-v1:0', 'a b', '%3A', '~', "!'()*", 'arn:aws:bedrock:eu-west-1:1:x/y', ''),
)
const headerName = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,12}$/)
  .filter((name) => name !== 'host' && name !== 'x-amz-content-sha256' && name !== 'x-amz-security-token')
const headerValue = fc.stringMatching(/^[\t -~]{0,30}$/)

const requests: fc.Arbitrary<SignableRequest> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    path: fc.array(segment, { maxLength: 4 }),
    query: fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), {
      maxLength: 4,
    }),
    port: fc.constantFrom('', ':4010'),
    headers: fc.dictionary(
      fc.oneof(
        headerName,
        fc.constantFrom('content-type', 'user-agent', 'proxy-x', 'sec-y', 'x-amzn-trace-id'),
      ),
      headerValue,
      { noNullPrototype: true, maxKeys: 5 },
    ),
    body: fc.oneof(fc.constant(undefined), fc.string({ unit: 'grapheme' }), fc.uint8Array()),
  })
  .map(({ path, query, port, ...request }) => {
    const url = new URL(`https://bedrock-runtime.us-east-1.amazonaws.com${port}/`)
    url.pathname = path.map(encodeURIComponent).join('/')
    // The other signer takes parameters by name, and `__proto__` is none to it.
    for (const [name, value] of query) if (name !== '__proto__') url.searchParams.append(name, value)
    return { ...request, url }
  })

const regions = fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1')
const identities = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
    secretAccessKey: fc.stringMatching(/^[A-Za-z0-9/+]{1,80}$/),
    sessionToken: fc.stringMatching(/^[A-Za-z0-9/+=]{1,100}$/),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
)

async function signBySmithy(
  { url, ...request }: SignableRequest,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
  region: string,
): Promise<Record<string, string>> {
  const query: Record<string, string[]> = {}
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name)
  const signer = new SignatureV4({ service: 'bedrock', region, credentials, sha256: NodeHash })
  const { headers } = await signer.sign({
    ...request,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query,
    headers: { ...request.headers, host: url.host },
  })
  return headers
}

/** A hash as the AWS SDK wants it, over what it was given so far. */
class NodeHash {
  readonly #secret: Uint8Array | undefined
  #data: Uint8Array = new Uint8Array()

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret)
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#data = Uint8Array.from([...this.#data, ...bytesOf(data)])
  }

  async digest(): Promise<Uint8Array> {
    const hash = this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret)
    return hash.update(this.#data).digest()
  }

  reset(): void {
    this.#data = new Uint8Array()
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return new TextEncoder().encode(data)
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
