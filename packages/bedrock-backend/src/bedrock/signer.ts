import { signingCrypto } from '#bedrock/signing-crypto'

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
 * Signs one request: the headers to send, the given ones among them.
 *
 * @param time the service's. Default: the machine's
 */
export type Signer = (
  request: SignableRequest,
  credentials: AwsCredentials,
  region: string,
  time?: Date,
) => Promise<Record<string, string>>

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
  return async (request, credentials, region, at = new Date()) => {
    const { method, url } = request
    const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const date = time.slice(0, 8)
    const scope = `${date}/${region}/${options.service}/aws4_request`
    const contentHash = request.headers[CONTENT_HASH] ?? toHex(await crypto.sha256(request.body ?? ''))
    const headers: Record<string, string> = {
      ...withoutGenerated(request.headers),
      host: url.host,
      'x-amz-date': time,
      ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
      ...(options.contentHeader === false ? {} : { [CONTENT_HASH]: contentHash }),
    }
    const { lines, names } = canonicalHeaders(headers)
    const canonical = [method, canonicalPath(url), canonicalQuery(url), lines, names, contentHash].join('\n')
    const toSign = [ALGORITHM, time, scope, toHex(await crypto.sha256(canonical))].join('\n')
    const signature = toHex(await crypto.hmac(await keyOf(credentials, date, region), toSign))
    headers['authorization'] =
      `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
    return headers
  }
}

/** Signs for Bedrock Runtime and the control plane, which go by one name. */
export const signV4: Signer = createSigner({ service: 'bedrock' })

/** Signs for `bedrock-mantle`. */
export const signForMantle: Signer = createSigner({ service: 'bedrock-mantle' })

function withoutGenerated(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !GENERATED.has(name)))
}

/** A key is good for a day, a region and a service; the last one of each identity is kept as long as the identity is. */
function createKeyCache(service: string, crypto: SigningCrypto) {
  const cache = new WeakMap<AwsCredentials, { readonly id: string; readonly key: Promise<SigningKey> }>()
  return async (credentials: AwsCredentials, date: string, region: string): Promise<SigningKey> => {
    const id = `${date}/${region}/${credentials.secretAccessKey}`
    const kept = cache.get(credentials)
    if (kept?.id === id) return kept.key
    const key = deriveKey(credentials.secretAccessKey, [date, region, service, 'aws4_request'], crypto)
    cache.set(credentials, { id, key })
    return key
  }
}

async function deriveKey(
  secret: string,
  scope: readonly string[],
  crypto: SigningCrypto,
): Promise<SigningKey> {
  let key = await crypto.importKey(new TextEncoder().encode(`AWS4${secret}`))
  for (const part of scope) key = await crypto.importKey(await crypto.hmac(key, part))
  return key
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
