import { isPlainObject } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { PROVIDER_CREDENTIAL_HEADERS } from '../headers.ts'
import { isGatewayKey, isSecretHeader } from '../gateways/secret-headers.ts'
import { LONG_SECRET } from './secret-forms.ts'

/** Shorter values are no keys, but placeholders. */
const SHORTEST = 3

/** Names, with dashes between words, that mean a key and nothing else: its value counts however short it is. */
const KEY_NAME =
  /(?:^|-)(?:api-?key|access-?key|virtual-?(?:api)?key|secret|password|passwd|token|authorization|bearer)$/

const CREDENTIAL_NAMES: ReadonlySet<string> = new Set(PROVIDER_CREDENTIAL_HEADERS)

/** Values that are no secrets whatever is in them, and tables whose names are the caller's own words. */
const ORDINARY_OPTIONS: ReadonlySet<string> = new Set([
  'model',
  'models',
  'paths',
  'baseURL',
  'credentials',
  'signing',
])

const DEEPEST = 8

/** The secret values among headers: those whose names say so. Of JSON, such as an inline config, the keys in it count, too. */
export function secretsInHeaders(headers: Iterable<readonly [string, string]>): readonly string[] {
  const secrets: string[] = []
  for (const [name, value] of headers)
    if (isJSONText(value) || isSecretWord(name)) secrets.push(...secretsInField(name, value, 0))
  return secrets
}

/** Whether the name of a header says that its value may be secret. */
export function isSecretWord(name: string): boolean {
  const kind = toHeaderName(name)
  return isSecretHeader(kind) || isKeyName(kind)
}

/**
 * The secret values among the options of a route, by their names, wherever they stand.
 *
 * @param isSecretName - whether a name (as a header's) says that its value is secret
 */
export function secretsInOptions(options: object, isSecretName = isSecretHeader): readonly string[] {
  return Object.entries(options)
    .filter(([name]) => !ORDINARY_OPTIONS.has(name))
    .flatMap(([name, value]: [string, unknown]) => secretsInField(name, value, 0, isSecretName))
}

/** Whether a name means a key and nothing else. The id of a config, say, is no secret where a route is described. */
export function isKeyName(name: string): boolean {
  return CREDENTIAL_NAMES.has(name) || KEY_NAME.test(name) || isGatewayKey(name)
}

/** Values that are secret whatever their names are, such as what a definition calls its keys. */
export function secretsInKeys(keys: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(keys).flatMap((value) =>
    typeof value === 'string' ? secretsInText(value, SHORTEST) : [],
  )
}

function secretsInField(
  name: string,
  value: unknown,
  depth: number,
  isSecretName = isSecretHeader,
): readonly string[] {
  if (typeof value !== 'string') return secretsWithin(value, depth, isSecretName)
  const within = secretsWithin(parseStructure(value), depth, isSecretName)
  const kind = toHeaderName(name)
  if (!isKeyName(kind) && !isSecretName(kind)) return within
  const shortest = isKeyName(kind) ? SHORTEST : LONG_SECRET
  const cookies = kind.includes('cookie') ? value.split(/;\s*/).map(valueOfCookie) : []
  return [...[value, ...cookies].flatMap((text) => secretsInText(text, shortest)), ...within]
}

function valueOfCookie(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1)
}

function secretsWithin(value: unknown, depth: number, isSecretName = isSecretHeader): readonly string[] {
  if (!(Array.isArray(value) || isPlainObject(value)) || depth > DEEPEST) return []
  return Object.entries(value).flatMap(([name, item]: [string, unknown]) =>
    secretsInField(name, item, depth + 1, isSecretName),
  )
}

function parseStructure(text: string): unknown {
  return isJSONText(text) ? parseJSON(text) : undefined
}

/** Whether a value may be JSON, in which there may be keys. */
export function isJSONText(value: string): boolean {
  return /^\s*[[{]/.test(value)
}

/** `awsSecretAccessKey` and `api_key` as headers are spelled. */
function toHeaderName(name: string): string {
  // As all names are in `Headers`.
  if (/^[a-z\d-]*$/.test(name)) return name
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}

/** A value, and what in it is secret by itself: `Bearer ...`, the password in `Basic ...`, the parts of a signature for AWS. */
function secretsInText(value: string, shortest: number): readonly string[] {
  const [, scheme, rest] = /^(bearer|basic|token|api-?key)\s+(\S.*)$/i.exec(value) ?? []
  const parts =
    rest === undefined ? [] : [rest, ...(scheme?.toLowerCase() === 'basic' ? passwordIn(rest) : [])]
  const signed = value.startsWith('AWS4-HMAC-') ? [/Credential=([^/,\s]+)/, /Signature=(\w+)/] : []
  const signature = signed.map((pattern) => pattern.exec(value)?.[1] ?? '')
  // The word before a key is none.
  return [...(rest === undefined ? [value] : parts), ...signature]
    .map((text) => text.trim())
    .filter(({ length }) => length >= shortest)
}

function passwordIn(credentials: string): readonly string[] {
  try {
    const decoded = atob(credentials)
    return [decoded, decoded.slice(decoded.indexOf(':') + 1)]
  } catch {
    return []
  }
}
