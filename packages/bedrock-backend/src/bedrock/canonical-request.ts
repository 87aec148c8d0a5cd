/** Headers that proxies may change on the way, or that name the sender only: no signature covers them. */
const UNSIGNED = new Set([
  'authorization',
  'cache-control',
  'connection',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
])
const UNSIGNED_PREFIX = /^(?:proxy|sec)-/

/** The header that holds the body's hash. */
export const CONTENT_HASH = 'x-amz-content-sha256'
/** The header that holds the time. */
export const TIME = 'x-amz-date'

/** A canonical request but for the body's hash and the time: what is the same for many requests. */
export interface CanonicalFrame {
  /** Method, path, query, and the headers that come before the one of the body's hash. */
  readonly head: string
  /** Those between this one and the one of the time. */
  readonly middle: string
  /** Those after it, and the names of all. */
  readonly tail: string
  /** The names of the headers that are covered. */
  readonly names: string
  /** Whether there is a header for the body's hash. */
  readonly hasContentHash: boolean
}

/** @param headers by lower-case name, `x-amz-date` among them, whose value does not count, nor that of `x-amz-content-sha256` */
export function frameRequest(
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
): CanonicalFrame {
  const signed = Object.keys(headers)
    .filter((name) => !UNSIGNED.has(name) && !UNSIGNED_PREFIX.test(name))
    .toSorted()
  const lines = (isWanted: (name: string) => boolean): string =>
    signed
      .filter(isWanted)
      .map((name) => line(name, trimmed(headers[name] as string)))
      .join('')
  const names = signed.join(';')
  return {
    head: [method, canonicalPath(url), canonicalQuery(url), lines((name) => name < CONTENT_HASH)].join('\n'),
    middle: lines((name) => name > CONTENT_HASH && name < TIME),
    tail: [lines((name) => name > TIME), names, ''].join('\n'),
    names,
    hasContentHash: signed.includes(CONTENT_HASH),
  }
}

/** The canonical request of a body's hash and a time. */
export function canonicalRequest(frame: CanonicalFrame, contentHash: string, time: string): string {
  const { head, middle, tail, hasContentHash } = frame
  const hashLine = hasContentHash ? line(CONTENT_HASH, contentHash) : ''
  return head + hashLine + middle + line(TIME, time) + tail + contentHash
}

function line(name: string, value: string): string {
  return `${name}:${value}\n`
}

function trimmed(value: string): string {
  return /^\s|\s$|[\t\r\n]|  /.test(value)
    ? value.replaceAll(/[ \t\r\n]+/g, ' ').replaceAll(/^ | $/g, '')
    : value
}

/**
 * The path, encoded once more than it is sent, as every service but S3 wants it: a `%3A` in a model id counts as
 * `%253A`. Slashes in a row count as one.
 */
function canonicalPath({ pathname }: URL): string {
  return pathname
    .replaceAll(/\/{2,}/g, '/')
    .split('/')
    .map(encode)
    .join('/')
}

/** The parameters, encoded and sorted by name, then by value. */
function canonicalQuery(url: URL): string {
  if (url.search === '') return ''
  return [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(
      ([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** By code points: both sides are ASCII. */
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}

/** RFC 3986: everything but unreserved characters is encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
