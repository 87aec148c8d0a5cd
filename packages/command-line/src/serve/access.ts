import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

import { isLoopback } from '@patchbay/core'

import { Refusal } from './refusal.ts'

/** Who may call. */
export interface AccessRules {
  /** The key that every call must have; `undefined` where none is wanted. */
  readonly apiKey: string | undefined
  /** Host names that are taken beside those of loopback; `undefined` where any is. */
  readonly allowedHosts: readonly string[] | undefined
  /** Origins whose pages may call; `*` is any. */
  readonly origins: readonly string[]
}

/**
 * Refuses a request that was sent to another name: a page of a foreign site reaches loopback under its own name, once that name has
 * been pointed there (DNS rebinding).
 *
 * @param targetHost the host that the target itself names: it counts then, https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 * @throws Refusal 403
 */
export function requireHost(
  { host }: IncomingHttpHeaders,
  { allowedHosts }: AccessRules,
  targetHost?: string,
): void {
  if (allowedHosts === undefined) return
  if ([host, targetHost].every((given) => given === undefined || isOwnHost(given, allowedHosts))) return
  throw new Refusal(
    403,
    'foreign_host',
    'The Host header of the request names another host than this one. Where that name is meant, start with --allow-host.',
  )
}

/** Whether a `Host` header means loopback, or one of the further names. */
export function isOwnHost(given: string, allowedHosts: readonly string[] = []): boolean {
  const name = URL.parse(`http://${given}`)?.hostname
  return name !== undefined && (isLoopback(name) || allowedHosts.includes(name))
}

/**
 * Refuses what the page of a foreign site sends. Browsers ask before most such requests, but not before all of them. With a key there
 * is no need: a page does not know it.
 *
 * @throws Refusal 403
 */
export function requireOrigin({ origin }: IncomingHttpHeaders, rules: AccessRules): void {
  if (origin === undefined || rules.apiKey !== undefined || isAllowedOrigin(origin, rules)) return
  throw new Refusal(
    403,
    'foreign_origin',
    'Pages of other origins may not call. Where that origin is meant, start with --cors.',
  )
}

/** Whether pages of that origin may read answers. */
export function isAllowedOrigin(origin: string, { origins }: AccessRules): boolean {
  return origins.includes('*') || origins.includes(origin)
}

/**
 * Holds a request to the key: as a bearer, as `x-api-key` or as Azure's `api-key`.
 *
 * @throws Refusal 401
 */
export function requireKey(headers: IncomingHttpHeaders, { apiKey }: AccessRules): void {
  if (apiKey === undefined) return
  const bearer = /^bearer (.*)$/is.exec(headers.authorization ?? '')?.[1]?.trim()
  const given = [bearer, headers['x-api-key'], headers['api-key']].filter((key) => typeof key === 'string')
  // All of them, and digests of equal length: what is compared takes the same time, whatever was given.
  const matches = given.map((key) => timingSafeEqual(digest(key), digest(apiKey)))
  if (matches.includes(true)) return
  throw new Refusal(
    401,
    'invalid_api_key',
    given.length === 0
      ? 'A key is wanted, as a bearer in `authorization` or in `x-api-key`: the one of --api-key or PATCHBAY_SERVE_API_KEY.'
      : 'The key is not the one of --api-key or PATCHBAY_SERVE_API_KEY.',
    { 'www-authenticate': 'Bearer' },
  )
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
