import { isSecretHeader } from '../gateways/secret-headers.ts'
import { isKeyName } from '../redaction/collect-secrets.ts'
import { LONG_SECRET } from '../redaction/secret-forms.ts'
import { REDACTED, type Redactor } from '../redaction/redactor.ts'

/** Names of query parameters that hold keys, besides those that headers may have: Google's, Azure's and S3's signatures. */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  'key',
  'sig',
  'signature',
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
  'code',
  'state',
])

/** A URL for people and logs: without user and password, and without the values of parameters that may be keys. */
export function safeURL(url: URL | string, redactor: Redactor): string {
  const parsed = typeof url === 'string' ? URL.parse(url) : url
  if (parsed === null) return redactor.text(String(url))
  const { origin, pathname, searchParams } = parsed
  const query = [...searchParams].map(([name, value]) => {
    const shown = isSecretParameter(name) ? REDACTED : encodeURIComponent(value)
    return `${encodeURIComponent(name)}=${shown}`
  })
  return redactor.text(`${origin}${pathname}${query.length === 0 ? '' : `?${query.join('&')}`}`)
}

/** The values of a URL's parameters that may be keys. */
export function secretsInURL(url: URL | string): readonly string[] {
  const parsed = typeof url === 'string' ? URL.parse(url) : url
  // Most have none. Shorter values than those of keys would be found in ordinary words.
  if (parsed === null || parsed.search === '') return []
  return [...parsed.searchParams].flatMap(([name, value]) =>
    value.length >= LONG_SECRET && isSecretParameter(name) ? [value] : [],
  )
}

function isSecretParameter(name: string): boolean {
  const word = name.toLowerCase().replaceAll('_', '-')
  return SECRET_PARAMETERS.has(word) || isKeyName(word) || isSecretHeader(word)
}
