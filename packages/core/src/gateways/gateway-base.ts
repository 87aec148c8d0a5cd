import { readSwitch } from '../configuration/environment.ts'
import { parseBaseURL } from '../secure-url.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'

/** A text option; `undefined` when it is blank. */
export function optionText(option: unknown): string | undefined {
  return typeof option === 'string' && option.trim() !== '' ? option : undefined
}

/**
 * The address of a gateway's service without `/v1`, no slash at its end.
 *
 * @throws ConfigurationError when it is unreadable or insecure.
 */
export function serviceRoot(value: string, owner: string, options: CommonGatewayOptions): string {
  return completeBase(value, owner, options)
    .replace(/\/v1$/, '')
    .replace(/(?<!\/)\/+$/, '')
}

/**
 * The complete base of an OpenAI-shaped service, no slash at its end.
 *
 * @throws ConfigurationError when it is unreadable or insecure.
 */
export function completeBase(value: string, owner: string, options: CommonGatewayOptions): string {
  return parseBaseURL(value, `The base URL of ${owner}`, allowsInsecure(options)).href.replace(
    /(?<!\/)\/+$/,
    '',
  )
}

/**
 * Whether keys may go over plain http beyond loopback.
 *
 * @throws ConfigurationError when `PATCHBAY_ALLOW_INSECURE` is neither on nor off.
 */
export function allowsInsecure({ allowInsecure }: CommonGatewayOptions): boolean {
  return allowInsecure ?? readSwitch('PATCHBAY_ALLOW_INSECURE') ?? false
}

/**
 * Whether a text can be a segment of a path, after `encodeURIComponent`. It is `false` for a blank text, for `.` and `..`, which
 * lead elsewhere however they are encoded, and for half a surrogate pair, which cannot be encoded.
 */
export function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/\p{Surrogate}/u.test(name)
}

/** A text from a request, for use in a header; `undefined` where it is not valid in one. */
export function asHeaderValue(text: string | undefined): string | undefined {
  return text !== undefined && /^[\x20-\x7e]+$/.test(text) ? text : undefined
}

/** JSON for a header: everything beyond ASCII escaped. */
export function headerJSON(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The query of a request without the parameters named: `api-version` means nothing beyond Azure. */
export function searchWithout(url: URL, ...names: readonly string[]): string {
  if (!names.some((name) => url.searchParams.has(name))) return url.search
  const rest = new URLSearchParams(url.searchParams)
  for (const name of names) rest.delete(name)
  return rest.size === 0 ? '' : `?${rest.toString()}`
}
