import { ConfigurationError } from './errors/configuration-error.ts'

/** Headers of one connection, or of one encoding of the body: never copied from one request to another. RFC 9110 7.6.1 */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers in which the SDKs send the caller's credentials for the provider. */
export const PROVIDER_CREDENTIAL_HEADERS = ['authorization', 'api-key', 'x-api-key'] as const

/** Headers of a request as any SDK hands them to `fetch`. */
export type HeadersInput = Headers | readonly (readonly [string, string])[] | Record<string, HeaderValue>
type HeaderValue = string | number | readonly string[] | null | undefined

/** A copy of `input` without hop-by-hop headers. `null` and `undefined` values are left out, as the SDKs mean them. */
export function copyHeaders(input: HeadersInput | undefined): Headers {
  const headers = new Headers()
  if (input === undefined) return headers
  for (const [name, value] of entriesOf(input))
    if (!HOP_BY_HOP.has(name.toLowerCase())) headers.append(name, value)
  return headers
}

function* entriesOf(input: HeadersInput): Generator<readonly [string, string]> {
  if (input instanceof Headers || Symbol.iterator in input) {
    yield* input as Iterable<readonly [string, string]>
    return
  }
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue
    if (typeof value === 'object') for (const item of value) yield [name, item]
    else yield [name, String(value)]
  }
}

/** RFC 9110 5.6.2: a token. */
export const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Visible ASCII, spaces and tabs: nothing that could end the header or the request. */
export const VALUE = /^[\t\x20-\x7e]*$/

/**
 * Checks headers that came from options.
 *
 * @throws ConfigurationError that names the header, never its value.
 */
export function validateHeaders(headers: Record<string, string | undefined>, owner: string): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    if (!NAME.test(name))
      throw new ConfigurationError(`${owner}: ${JSON.stringify(name)} is not a header name.`)
    if (typeof value !== 'string' || !VALUE.test(value)) {
      throw new ConfigurationError(
        `${owner}: the value of the header "${name}" must be ASCII text without line breaks.`,
      )
    }
  }
}
