import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'

import { SignatureV4 } from '@smithy/signature-v4'

import type { AwsCredentials } from './options.ts'

/** What a signature covers. Headers are lower case; the body is complete. */
export interface SignableRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

/** Signs one request: the headers to send, the given ones among them. */
export type Signer = (
  request: SignableRequest,
  credentials: AwsCredentials,
  region: string,
) => Promise<Record<string, string>>

/** Bedrock's name in signatures, for both of its services. */
const SERVICE = 'bedrock'

/**
 * AWS Signature Version 4. The path is signed encoded once more than it is sent, as every service but S3 wants it:
 * a `%3A` in the model id counts as `%253A`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const signV4: Signer = async (request, credentials, region) => {
  const { url } = request
  const signer = new SignatureV4({
    service: SERVICE,
    region,
    credentials: identityOf(credentials),
    sha256: NodeSha256,
  })
  const signed = await signer.sign({
    method: request.method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: queryOf(url),
    headers: { ...request.headers, host: url.host },
    body: request.body,
  })
  return signed.headers
}

function identityOf({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name)
    query[name] = values.length === 1 ? (values[0] as string) : values
  }
  return query
}

/** The runtime's own SHA-256: the signer's default is several times slower. */
class NodeSha256 {
  readonly #secret: string | ArrayBuffer | ArrayBufferView | undefined
  #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret
    this.#hash = open(secret)
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data))
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    this.#hash = open(this.#secret)
  }
}

function open(secret: string | ArrayBuffer | ArrayBufferView | undefined): Hash | Hmac {
  if (secret === undefined) return createHash('sha256')
  return createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret))
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
