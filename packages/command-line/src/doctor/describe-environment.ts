import { readEnvironment } from '@patchbay/core'

/** Variables that say where requests go, and may be shown. */
const SHOWN = [
  'PATCHBAY_GATEWAY',
  'PATCHBAY_REQUIRE_GATEWAY',
  'PATCHBAY_ALLOW_INSECURE',
  'PATCHBAY_DEFAULT_MODEL',
  'PATCHBAY_DEFAULT_EMBEDDING_MODEL',
  'PATCHBAY_DEBUG',
  'JAVELIN_BASE_URL',
  'PORTKEY_BASE_URL',
  'PORTKEY_PROVIDER',
  'ALTRUM_BASE_URL',
  'BEDROCK_ACCESS_GATEWAY_URL',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
  'AWS_ENDPOINT_URL_BEDROCK',
  'AWS_ENDPOINT_URL_BEDROCK_MANTLE',
  'AWS_USE_FIPS_ENDPOINT',
]

/** Those that are secret, or may hold one: only that they are set is said. */
const SECRET = [
  'PATCHBAY_GATEWAY_API_KEY',
  'JAVELIN_API_KEY',
  'JAVELIN_VIRTUAL_KEY',
  'PORTKEY_API_KEY',
  'PORTKEY_CONFIG',
  'ALTRUM_API_KEY',
  'BEDROCK_ACCESS_GATEWAY_API_KEY',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
]

/** What of the environment counts, as `NAME=value`; of keys only the name. */
export function describeEnvironment(): readonly string[] {
  const shown = SHOWN.flatMap((name) => {
    const value = readEnvironment(name)
    return value === undefined ? [] : [`${name}=${harmless(value)}`]
  })
  return [
    ...shown,
    ...SECRET.filter((name) => readEnvironment(name) !== undefined).map((name) => `${name} (set)`),
  ]
}

/** A key may stand in the wrong variable: only what reads as a name, a region or an address is repeated. */
function harmless(value: string): string {
  const url = URL.parse(value)
  if (url !== null && url.host !== '') return url.origin + url.pathname
  return /^@?[\w.:-]{1,60}$/.test(value) && !/^(?:sk|pk|gsk)-/.test(value) ? value : '(not shown)'
}
