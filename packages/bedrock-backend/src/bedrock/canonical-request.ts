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

/**
 * The headers that a signature covers, sorted by name: one line each, and the list of their names.
 *
 * @param headers by lower-case name
 */
export function canonicalHeaders(headers: Readonly<Record<string, string>>): {
  lines: string
  names: string
} {
  const names = signedNames(Object.keys(headers))
  let lines = ''
  for (const name of names) lines += `${name}:${trimmed(headers[name] as string)}\n`
  return { lines, names: names.join(';') }
}

/** The names of the request that was signed last: most requests of a process have the same. */
let last: { readonly given: readonly string[]; readonly signed: readonly string[] } | undefined

function signedNames(given: readonly string[]): readonly string[] {
  const isSame =
    last?.given.length === given.length && last.given.every((name, index) => name === given[index])
  if (last !== undefined && isSame) return last.signed
  const signed = given.filter((name) => !UNSIGNED.has(name) && !UNSIGNED_PREFIX.test(name)).toSorted()
  last = { given, signed }
  return signed
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
export function canonicalPath({ pathname }: URL): string {
  if (lastPath?.pathname !== pathname) lastPath = { pathname, encoded: encodePath(pathname) }
  return lastPath.encoded
}

let lastPath: { readonly pathname: string; readonly encoded: string } | undefined

function encodePath(pathname: string): string {
  return pathname
    .replaceAll(/\/{2,}/g, '/')
    .split('/')
    .map(encode)
    .join('/')
}

/** The parameters, encoded and sorted by name, then by value. */
export function canonicalQuery(url: URL): string {
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
