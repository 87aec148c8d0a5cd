import { createHash, createHmac } from 'node:crypto'

/** What an `Authorization` header of Signature Version 4 says. */
export interface SignatureHeader {
  readonly accessKeyId: string
  /** `YYYYMMDD` */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** The parts of a request that Signature Version 4 covers. */
export interface SignableRequest {
  readonly method: string
  /** The path exactly as sent. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Reads `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...`; `undefined` when it is not that. */
export function parseSignatureHeader(value: string): SignatureHeader | undefined {
  const match = /^AWS4-HMAC-SHA256\s(.*)$/s.exec(value)
  if (!match) return undefined
  const fields = new Map(
    (match[1] ?? '').split(',').map((part): [string, string] => {
      const separator = part.indexOf('=')
      return [part.slice(0, separator).trim(), part.slice(separator + 1).trim()]
    }),
  )
  const scope = fields.get('Credential')?.split('/') ?? []
  const signedHeaders = fields.get('SignedHeaders')
  const signature = fields.get('Signature')
  if (scope.length < 5 || !signedHeaders || !signature) return undefined
  const [date = '', region = '', service = '', terminator = ''] = scope.slice(-4)
  const accessKeyId = scope.slice(0, -4).join('/')
  return {
    accessKeyId,
    date,
    region,
    service,
    terminator,
    signedHeaders: signedHeaders.split(';'),
    signature,
  }
}

/**
 * The signature that a request must have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function expectedSignature(
  request: SignableRequest,
  header: SignatureHeader,
  timestamp: string,
  secretAccessKey: string,
): string {
  const scope = `${header.date}/${header.region}/${header.service}/${header.terminator}`
  const canonical = sha256(canonicalRequest(request, header.signedHeaders))
  const stringToSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${canonical}`
  const key = [header.date, header.region, header.service, header.terminator].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  )
  return hmac(key, stringToSign).toString('hex')
}

function canonicalRequest(request: SignableRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name] ?? '')}\n`)
  return [
    request.method,
    // Every service but S3 encodes the path as sent once more.
    request.path.split('/').map(encodeRfc3986).join('/'),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n')
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .toSorted()
    .join('&')
}

const canonicalValue = (value: string): string => value.trim().replaceAll(/\s+/g, ' ')

function encodeRfc3986(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
