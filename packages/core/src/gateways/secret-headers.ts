import { PROVIDER_CREDENTIAL_HEADERS } from '../headers.ts'
import { parseJSON } from '../internal/parse-json.ts'

/**
 * Headers by the gateway that they belong to. A client that was configured by hand for one gateway has its key among
 * the default headers: on a route to another gateway the secret ones among these stay at home.
 */
const OWNERS: Readonly<Record<string, RegExp>> = {
  javelin: /^x-(?:javelin|highflame)-/,
  portkey: /^x-portkey-/,
  altrum: /^(?:project-api-key|aws-access-key-id|aws-secret-access-key|aws-session-token)$/,
  helicone: /^helicone-/,
  cloudflare: /^cf-aig-/,
  litellm: /^x-litellm-/,
}

/** By name rather than by list, so that a new `x-portkey-...-secret` is covered. A config may hold keys of its own. */
const SECRET =
  /key|token|secret|auth|password|credential|cookie|private|service-account|external-id|role-arn|config$/

/** Whether a header's name says that its value is a secret. */
function isSecretHeader(name: string): boolean {
  // Portkey's name has the word in it.
  return SECRET.test(name.toLowerCase().replace(/^x-portkey-/, ''))
}

/** Takes every gateway's secret headers off `headers`, except those of `preset` itself. */
export function dropForeignSecrets(headers: Headers, preset: string): void {
  for (const name of Array.from(headers.keys())) {
    const owner = Object.keys(OWNERS).find((key) => OWNERS[key]?.test(name))
    if (owner !== undefined && owner !== preset && isSecretHeader(name)) headers.delete(name)
  }
}

/**
 * The secret values among `headers`, longest first, for `redact`. `Bearer ` and the like are taken off. Of JSON, such as
 * an inline config, the keys in it count, too; and each value also as a JSON text quotes it.
 */
export function secretValues(headers: Headers): readonly string[] {
  const credentials: readonly string[] = PROVIDER_CREDENTIAL_HEADERS
  const values = [...headers]
    .filter(([name]) => credentials.includes(name) || isSecretHeader(name))
    .map(([, value]) => value.replace(/^(?:bearer|basic)\s+/i, ''))
  const all = values.flatMap((value) => [value, ...secretsWithin(parseJSON(value))])
  const forms = all.filter((value) => value.length >= SHORTEST).flatMap(quotedForms)
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length)
}

function secretsWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]: [string, unknown]) =>
    typeof item === 'string' ? (isSecretField(name) ? [item] : []) : secretsWithin(item),
  )
}

/** Fields are spelled in every way: `api_key`, `awsSecretAccessKey`. */
function isSecretField(name: string): boolean {
  return isSecretHeader(name.replaceAll('_', '-'))
}

/** As it is, as a JSON text has it, and as one has it that is quoted in another: an error that tells of headers. */
function quotedForms(value: string): string[] {
  const once = JSON.stringify(value).slice(1, -1)
  return [value, once, JSON.stringify(once).slice(1, -1)]
}

/** Shorter values are no secrets, and would blot out ordinary words. */
const SHORTEST = 8

/** `text` without `secrets`: services like to quote the key that they refuse. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
}
