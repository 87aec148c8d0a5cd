import { timingSafeEqual } from 'node:crypto'

import type { BedrockHost } from './native-apis/surfaces.ts'
import type { Rejection, ServiceErrorType } from './service-error.ts'
import {
  expectedSignature,
  parseSignatureHeader,
  type SignableRequest,
  type SignatureHeader,
} from './signature.ts'

/** An AWS key pair, temporary when it has a session token. */
export interface TestCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Which callers the server accepts. */
export interface AuthenticationOptions {
  readonly credentials: readonly TestCredentials[]
  readonly bearerTokens: readonly string[]
  /** `false`: every caller is accepted, and no signature is checked. */
  readonly required: boolean
  /** The server's clock. */
  readonly now: () => Date
}

/** How a request was authenticated. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'sigv4'
      readonly accessKeyId: string
      /** The region in the credential scope. */
      readonly region: string
      readonly service: string
      readonly sessionToken: string | undefined
      readonly signedHeaders: readonly string[]
    }

const MAXIMUM_SKEW_MINUTES = 5

/** Checks a bearer token or a Signature Version 4, and says who called or why not. */
export function authenticate(
  request: SignableRequest,
  options: AuthenticationOptions,
  host: BedrockHost = 'runtime',
): Authentication | Rejection {
  if (!options.required) return { kind: 'none' }
  const authorization = request.headers['authorization']
  const key = request.headers['x-api-key']
  // Only Anthropic's paths take a key by its own header, and only alone.
  if (authorization === undefined && key !== undefined && request.path.startsWith('/anthropic/'))
    return checkBearer(key, options)
  if (authorization === undefined)
    return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const bearer = /^Bearer\s(.*)$/is.exec(authorization)
  if (bearer) return checkBearer((bearer[1] ?? '').trimStart(), options)
  const header = parseSignatureHeader(authorization)
  if (!header) {
    return refuse(
      'IncompleteSignatureException',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
        "Authorization header requires 'SignedHeaders' parameter.",
    )
  }
  return checkSignature(request, header, options, host)
}

/** Whether authentication failed. */
export function isRefusal(outcome: Authentication | Rejection): outcome is Rejection {
  return 'type' in outcome
}

function checkBearer(token: string, options: AuthenticationOptions): Authentication | Rejection {
  if (options.bearerTokens.includes(token)) return { kind: 'bearer', token }
  return refuse('AccessDeniedException', 'Authentication failed: Please make sure your API Key is valid.')
}

function checkSignature(
  request: SignableRequest,
  header: SignatureHeader,
  options: AuthenticationOptions,
  host: BedrockHost,
): Authentication | Rejection {
  const sessionToken = request.headers['x-amz-security-token']
  const known = options.credentials.find((credentials) => credentials.accessKeyId === header.accessKeyId)
  if (!known || known.sessionToken !== sessionToken) {
    return refuse('UnrecognizedClientException', 'The security token included in the request is invalid.')
  }
  const scopeProblem =
    checkScope(header, host) ?? checkTime(request.headers['x-amz-date'] ?? '', header, options.now())
  if (scopeProblem !== undefined) return refuse('InvalidSignatureException', scopeProblem)
  const timestamp = request.headers['x-amz-date'] ?? ''
  const expected = expectedSignature(request, header, timestamp, known.secretAccessKey)
  if (!sameText(expected, header.signature)) {
    return refuse(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
        'and signing method. Consult the service documentation for details.',
    )
  }
  const { accessKeyId, region, service, signedHeaders } = header
  return { kind: 'sigv4', accessKeyId, region, service, sessionToken, signedHeaders }
}

/** Mantle has a name of its own, and takes the other one, too: https://github.com/aws-samples/sample-per-model-bedrock */
const SERVICES: Readonly<Record<BedrockHost, readonly string[]>> = {
  runtime: ['bedrock'],
  mantle: ['bedrock-mantle', 'bedrock'],
}

function checkScope(header: SignatureHeader, host: BedrockHost): string | undefined {
  if (header.terminator !== 'aws4_request') {
    return `Credential should be scoped with a valid terminator: 'aws4_request', not '${header.terminator}'.`
  }
  if (!SERVICES[host].includes(header.service)) {
    return `Credential should be scoped to correct service: '${SERVICES[host][0]}'.`
  }
  if (!/^[a-z]{2}(-[a-z0-9]+)+-\d+$/.test(header.region))
    return 'Credential should be scoped to a valid region.'
  if (!header.signedHeaders.includes('host')) {
    return "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
  }
  return undefined
}

function checkTime(timestamp: string, header: SignatureHeader, now: Date): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(timestamp)
  if (!match) return "Date must be in ISO-8601 'basic format'. See section 2.5.3 in RFC 3339."
  if (!timestamp.startsWith(header.date)) {
    return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${header.date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`
  }
  const [, year, month, day, hour, minute, second] = match.map(Number)
  const sent = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
  const skew = MAXIMUM_SKEW_MINUTES * 60_000
  const [earliest, latest] = [new Date(now.getTime() - skew), new Date(now.getTime() + skew)].map(basicFormat)
  if (now.getTime() - sent > skew) {
    return `Signature expired: ${timestamp} is now earlier than ${earliest} (${basicFormat(now)} - ${MAXIMUM_SKEW_MINUTES} min.)`
  }
  if (sent - now.getTime() > skew) {
    return `Signature not yet current: ${timestamp} is still later than ${latest} (${basicFormat(now)} + ${MAXIMUM_SKEW_MINUTES} min.)`
  }
  return undefined
}

const basicFormat = (date: Date): string => date.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')

const sameText = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))

const refuse = (type: ServiceErrorType, message: string): Rejection => ({ type, message })
