import { readEnvironment } from '../configuration/environment.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'

/** What a definition says of the environment. */
interface EnvironmentFacts {
  /** Option → variable. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The gateway's public address, where it has one. */
  readonly publicBase: string | undefined
  /** `service`: a `/v1` at the end of an address says nothing. */
  readonly root: 'complete' | 'service'
}

/** Options that hold a secret, by their names: `apiKey`, `virtualKey`, `tenantSecret`. */
const SECRET_OPTION = /key|token|secret|password|credential/i

/** Whether two base URLs are the same, whatever slashes they end in. `undefined` and what is no URL are like nothing else. */
export function isSameBase(
  one: string | undefined,
  other: string | undefined,
  root: 'complete' | 'service' = 'complete',
): boolean {
  const normalized = normalizeBase(one, root)
  return normalized !== undefined && normalized === normalizeBase(other, root)
}

function normalizeBase(base: string | undefined, root: 'complete' | 'service'): string | undefined {
  const url = base === undefined ? null : URL.parse(base)
  if (url === null) return undefined
  const path = url.pathname.replace(/(?<!\/)\/+$/, '')
  return url.origin + (root === 'service' ? path.replace(/\/v1$/, '').replace(/(?<!\/)\/+$/, '') : path)
}

/**
 * Whether `baseURL`, as it was given in code, is another address than the one that the environment's keys belong to: the
 * environment's own base, or without one the gateway's public address. A gateway that knows neither has no other address.
 */
export function isElsewhere(baseURL: string | undefined, facts: EnvironmentFacts): boolean {
  const variable = facts.environment['baseURL']
  if (baseURL === undefined || URL.parse(baseURL) === null) return false
  if (variable === undefined && facts.publicBase === undefined) return false
  const home = (variable === undefined ? undefined : readEnvironment(variable)) ?? facts.publicBase
  return !isSameBase(baseURL, home, facts.root)
}

/**
 * The options that the environment has values for. A key goes to no other address than its own: see `isElsewhere`.
 *
 * @param given the options of the caller, blank texts taken out
 * @param isKeyless the caller said that there is no key
 * @param owner the factory, for messages
 * @throws ConfigurationError where the only key there is belongs to another address
 */
export function readEnvironmentOptions(
  given: Readonly<Record<string, unknown>>,
  facts: EnvironmentFacts,
  { isKeyless, owner }: { readonly isKeyless: boolean; readonly owner: string },
): Record<string, string | undefined> {
  const elsewhere = isElsewhere(given['baseURL'] as string | undefined, facts)
  const { apiKey } = facts.environment
  if (elsewhere && !isKeyless && given['apiKey'] === undefined && apiKey !== undefined) {
    if (readEnvironment(apiKey) !== undefined) throw keyElsewhere(owner, apiKey, facts)
  }
  const found: Record<string, string | undefined> = {}
  for (const [name, variable] of Object.entries(facts.environment)) {
    if (variable === undefined || (elsewhere && SECRET_OPTION.test(name))) continue
    found[name] = readEnvironment(variable)
  }
  return found
}

function keyElsewhere(owner: string, variable: string, facts: EnvironmentFacts): ConfigurationError {
  return new ConfigurationError(
    `${owner}: ${variable} of the environment belongs to ${describeHome(facts)}, and is not sent to another \`baseURL\`. ` +
      'Give the key of that gateway as `apiKey`.',
  )
}

/** Where the environment's keys belong, for messages. */
function describeHome({ environment, publicBase }: EnvironmentFacts): string {
  const variable = environment['baseURL']
  if (variable === undefined) return `${publicBase}`
  if (readEnvironment(variable) !== undefined) return `the address in ${variable}`
  return publicBase === undefined
    ? `the address in ${variable}, which is not set`
    : `${publicBase}, or to the address in ${variable}, which is not set`
}
