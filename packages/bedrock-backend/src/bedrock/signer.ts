import { signingCrypto } from '#bedrock/signing-crypto'
import { whenThere } from '@patchbay/core'

import {
  CONTENT_HASH,
  TIME,
  canonicalRequest,
  frameRequest,
  type CanonicalFrame,
} from './canonical-request.ts'
import type { AwsCredentials } from './options.ts'
import type { SigningCrypto, SigningKey } from './signing-crypto.ts'

/** What a signature covers. Headers are lower case; the body is complete. */
export interface SignableRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
  /**
   * Whether other requests have the very same `url` and `headers`, which do not change: what a signature makes of them is remembered
   * as long as they and the credentials are. Default `false`.
   */
  readonly isRepeated?: boolean
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
const GENERATED = new Set(['authorization', 'date', TIME])

/**
 * A signer of AWS Signature Version 4 for every service but S3.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function createSigner(options: SignerOptions, crypto: SigningCrypto = signingCrypto): Signer {
  const scopeOf = createScopeCache(options.service, crypto)
  const { sha256, hmac } = crypto
  return (request, credentials, region, at = new Date()) => {
    const { text: time, date } = toBasicTime(at)
    return whenThere(request.headers[CONTENT_HASH] ?? sha256(request.body ?? ''), (contentHash) => {
      const { name: scope, key: keyThere, frames } = scopeOf(credentials, date, region)
      const frame = frameOf(request, credentials, options, frames)
      const headers: Record<string, string> = { ...frame.headers, [TIME]: time }
      if (options.contentHeader !== false) headers[CONTENT_HASH] = contentHash
      const finish = (signature: string): Record<string, string> => {
        headers['authorization'] =
          `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${frame.names}, Signature=${signature}`
        return headers
      }
      return whenThere(sha256(canonicalRequest(frame, contentHash, time)), (hash) =>
        whenThere(keyThere, (key) =>
          whenThere(hmac(key, `${ALGORITHM}\n${time}\n${scope}\n${hash}`), finish),
        ),
      )
    })
  }
}

/** The time of the second that was signed last: many requests are signed in one. */
let lastTime: { readonly second: number; readonly text: string; readonly date: string } | undefined

/** `20260301T120000Z`, and the day of it. */
function toBasicTime(time: Date): { readonly text: string; readonly date: string } {
  const second = Math.floor(time.getTime() / 1000)
  if (lastTime?.second !== second) {
    const text = time.toISOString().replaceAll(/[-:]|\.\d+/g, '')
    lastTime = { second, text, date: text.slice(0, 8) }
  }
  return lastTime
}

/** Signs for Bedrock Runtime and the control plane, which go by one name. */
export const signV4: Signer = createSigner({ service: 'bedrock' })

/** Signs for `bedrock-mantle`. */
export const signForMantle: Signer = createSigner({ service: 'bedrock-mantle' })

/** What a signature makes of all of a request but its body and the time. */
interface Frame extends CanonicalFrame {
  readonly method: string
  readonly url: URL
  readonly sessionToken: string | undefined
  /** The headers to send, but for those of the body's hash, the time and the signature. */
  readonly headers: Readonly<Record<string, string>>
}

function frameOf(
  request: SignableRequest,
  { sessionToken }: AwsCredentials,
  options: SignerOptions,
  known: WeakMap<object, Frame>,
): Frame {
  if (request.isRepeated !== true) return createFrame(request, sessionToken, options)
  const { method, url, headers } = request
  const last = known.get(headers)
  if (last?.url === url && last.method === method && last.sessionToken === sessionToken) return last
  const frame = createFrame(request, sessionToken, options)
  known.set(headers, frame)
  return frame
}

function createFrame(
  { method, url, headers: given }: SignableRequest,
  sessionToken: string | undefined,
  { contentHeader }: SignerOptions,
): Frame {
  const headers: Record<string, string> = {}
  for (const name of Object.keys(given)) {
    if (!GENERATED.has(name)) headers[name] = given[name] as string
  }
  headers['host'] = url.host
  if (sessionToken) headers['x-amz-security-token'] = sessionToken
  const covered = { ...headers, [TIME]: '', ...(contentHeader !== false && { [CONTENT_HASH]: '' }) }
  return { ...frameRequest(method, url, covered), method, url, sessionToken, headers }
}

/** The scope of signatures: a day, a region and a service. */
interface Scope {
  readonly date: string
  readonly region: string
  readonly secret: string
  /** As signatures name it. */
  readonly name: string
  key: SigningKey | Promise<SigningKey>
  /** Of requests that are repeated, by their headers. */
  readonly frames: WeakMap<object, Frame>
}

/** The last scope of each identity is kept as long as the identity is: its key has to be derived. */
function createScopeCache(
  service: string,
  crypto: SigningCrypto,
): (credentials: AwsCredentials, date: string, region: string) => Scope {
  const cache = new WeakMap<AwsCredentials, Scope>()
  return (credentials, date, region) => {
    const kept = cache.get(credentials)
    const { secretAccessKey: secret } = credentials
    if (kept?.date === date && kept.region === region && kept.secret === secret) return kept
    const parts = [date, region, service, 'aws4_request']
    const key = deriveKey(secret, parts, crypto)
    const scope: Scope = { date, region, secret, name: parts.join('/'), key, frames: new WeakMap() }
    cache.set(credentials, scope)
    void key.then(
      (derived) => void (scope.key = derived),
      () => undefined,
    )
    return scope
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
