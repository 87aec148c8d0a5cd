import { signingCrypto } from '#bedrock/signing-crypto'
import { whenThere } from '@patchbay/core'

import { canonicalHeaders, canonicalPath, canonicalQuery } from './canonical-request.ts'
import type { AwsCredentials } from './options.ts'
import type { SigningCrypto, SigningKey } from './signing-crypto.ts'

/** What a signature covers. Headers are lower case; the body is complete. */
export interface SignableRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

/**
 * Signs one request: the headers to send, the given ones among them. They are there at once where the runtime's cryptography answers
 * at once and the key of the day is known.
 *
 * @param time the service's. Default: the machine's
 */
export type Signer = (
  request: SignableRequest,
  credentials: AwsCredentials,
  region: string,
  time?: Date,
) => Record<string, string> | Promise<Record<string, string>>

/** What is the same for every request that a signer signs. */
interface SignerOptions {
  /** The service's name in signatures. */
  readonly service: string
  /** Puts the body's hash into a header of its own, as the AWS SDK does. Default `true`. */
  readonly contentHeader?: boolean
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
/** The signer writes these: whatever a request brings is replaced or left out. */
const GENERATED = new Set(['authorization', 'date', 'x-amz-date'])
const CONTENT_HASH = 'x-amz-content-sha256'

/**
 * A signer of AWS Signature Version 4 for every service but S3.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function createSigner(options: SignerOptions, crypto: SigningCrypto = signingCrypto): Signer {
  const keyOf = createKeyCache(options.service, crypto)
  const { sha256, hmac } = crypto
  return (request, credentials, region, at = new Date()) => {
    const { method, url } = request
    const time = toBasicTime(at)
    const date = time.slice(0, 8)
    const scope = `${date}/${region}/${options.service}/aws4_request`
    return whenThere(request.headers[CONTENT_HASH] ?? sha256(request.body ?? ''), (contentHash) => {
      const headers = withoutGenerated(request.headers)
      headers['host'] = url.host
      headers['x-amz-date'] = time
      if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken
      if (options.contentHeader !== false) headers[CONTENT_HASH] = contentHash
      const { lines, names } = canonicalHeaders(headers)
      const canonical = `${method}\n${canonicalPath(url)}\n${canonicalQuery(url)}\n${lines}\n${names}\n${contentHash}`
      const finish = (signature: string): Record<string, string> => {
        headers['authorization'] =
          `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
        return headers
      }
      return whenThere(sha256(canonical), (hash) =>
        whenThere(keyOf(credentials, date, region), (key) =>
          whenThere(hmac(key, `${ALGORITHM}\n${time}\n${scope}\n${hash}`), finish),
        ),
      )
    })
  }
}

/** The time of the second that was signed last: many requests are signed in one. */
let lastTime: { readonly second: number; readonly text: string } | undefined

/** `20260301T120000Z` */
function toBasicTime(time: Date): string {
  const second = Math.floor(time.getTime() / 1000)
  if (lastTime?.second !== second)
    lastTime = { second, text: time.toISOString().replaceAll(/[-:]|\.\d+/g, '') }
  return lastTime.text
}

/** Signs for Bedrock Runtime and the control plane, which go by one name. */
export const signV4: Signer = createSigner({ service: 'bedrock' })

/** Signs for `bedrock-mantle`. */
export const signForMantle: Signer = createSigner({ service: 'bedrock-mantle' })

function withoutGenerated(headers: Readonly<Record<string, string>>): Record<string, string> {
  const others: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    if (!GENERATED.has(name)) others[name] = headers[name] as string
  }
  return others
}

type KeyOf = (credentials: AwsCredentials, date: string, region: string) => SigningKey | Promise<SigningKey>

interface KeptKey {
  readonly date: string
  readonly region: string
  readonly secret: string
  key: SigningKey | Promise<SigningKey>
}

/** A key is good for a day, a region and a service; the last one of each identity is kept as long as the identity is. */
function createKeyCache(service: string, crypto: SigningCrypto): KeyOf {
  const cache = new WeakMap<AwsCredentials, KeptKey>()
  return (credentials, date, region) => {
    const kept = cache.get(credentials)
    const { secretAccessKey: secret } = credentials
    if (kept?.date === date && kept.region === region && kept.secret === secret) return kept.key
    const key = deriveKey(secret, [date, region, service, 'aws4_request'], crypto)
    const entry: KeptKey = { date, region, secret, key }
    cache.set(credentials, entry)
    void key.then(
      (derived) => void (entry.key = derived),
      () => undefined,
    )
    return key
  }
}

async function deriveKey(
  secret: string,
  scope: readonly string[],
  crypto: SigningCrypto,
): Promise<SigningKey> {
  let key = await crypto.importKey(new TextEncoder().encode(`AWS4${secret}`))
  for (const part of scope) key = await crypto.importKey(fromHex(await crypto.hmac(key, part)))
  return key
}

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  )
}
