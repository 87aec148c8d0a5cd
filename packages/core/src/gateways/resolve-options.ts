import { ConfigurationError } from '../errors/configuration-error.ts'
import { readEnvironmentOptions } from './environment-keys.ts'
import { completeBase, optionText, serviceRoot } from './gateway-base.ts'
import type { GatewayMembers, GivenOptions, ResolvedOptions } from './gateway-definition.ts'
import { COMMON_OPTIONS, refuseUnknownOptions } from './gateway-options.ts'
import { checkOptionValues, type OptionTable } from './option-table.ts'

/** A definition whose options are a list of names or a table. */
export type AnyDefinition<Own extends object> = GatewayMembers<Own> & {
  readonly options?: readonly string[] | OptionTable | undefined
}

/** How messages name the factory of a gateway: `bedrockAccessGateway()` for `bedrock-access-gateway`. */
export function factoryName(name: string): string {
  return `${name.replaceAll(/(?<![-_\s])[-_\s]+(\w)/g, (_, letter: string) => letter.toUpperCase())}()`
}

/**
 * Checks the options of one route, and fills in what the environment and the definition's defaults know.
 *
 * @throws ConfigurationError for an option that is unknown, missing, or makes no sense.
 */
export function resolveOptions<Own extends object>(
  definition: AnyDefinition<Own>,
  given: GivenOptions<Own>,
): ResolvedOptions<Own> {
  const owner = factoryName(definition.name)
  checkNames(definition, given, owner)
  const filled = withDefaults(definition, given, owner)
  for (const name of ['baseURL', ...(definition.required ?? [])])
    checkPresent(definition, filled, name, owner)
  checkWord('credentials', filled.credentials, ['forward', 'strip'], owner)
  const baseURL = filled.baseURL ?? ''
  const options: ResolvedOptions<Own> = {
    ...filled,
    // What was checked is what will be sent, whatever becomes of the caller's object.
    headers: { ...filled.headers },
    baseURL:
      definition.root === 'service'
        ? serviceRoot(baseURL, owner, filled)
        : completeBase(baseURL, owner, filled),
  }
  const resolved = definition.resolve?.(options) ?? options
  definition.check?.(resolved)
  return resolved
}

function checkNames<Own extends object>(
  { options }: AnyDefinition<Own>,
  given: GivenOptions<Own>,
  owner: string,
): void {
  if (typeof given !== 'object' || given === null)
    throw new ConfigurationError(`${owner} takes an object of options.`)
  if (options === undefined) return
  const names = namesOf(options)
  refuseUnknownOptions(given, [...new Set([...COMMON_OPTIONS, ...names])], owner)
  // A definition may have an option of that name with a meaning of its own.
  if (!names.includes('transport')) checkWord('transport', given.transport, ['auto', 'fetch'], owner)
  if (!isList(options)) checkOptionValues(given, options, owner)
}

function namesOf(options: readonly string[] | OptionTable): readonly string[] {
  return isList(options) ? options : Object.keys(options)
}

function isList(options: readonly string[] | OptionTable): options is readonly string[] {
  return Array.isArray(options)
}

/** A blank text counts as missing where the environment or a default can stand in: `apiKey: process.env.X ?? ''`. */
function withDefaults<Own extends object>(
  { environment = {}, defaults = {}, root = 'complete' }: GatewayMembers<Own>,
  given: GivenOptions<Own>,
  owner: string,
): GivenOptions<Own> {
  const filled: Record<string, unknown> = { ...(given as object) }
  for (const name of ['apiKey', 'baseURL', ...Object.keys(environment)])
    if (filled[name] === undefined || typeof filled[name] === 'string')
      filled[name] = optionText(filled[name])
  const facts = { environment, publicBase: optionText(defaults.baseURL), root }
  const isKeyless = given.apiKey !== undefined && filled['apiKey'] === undefined
  const found = readEnvironmentOptions(filled, facts, { isKeyless, owner })
  for (const [name, value] of Object.entries({ ...defaults, ...defined(found) })) filled[name] ??= value
  return filled as GivenOptions<Own>
}

function defined(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >
}

function checkPresent<Own extends object>(
  { environment }: GatewayMembers<Own>,
  options: object,
  name: string,
  owner: string,
): void {
  const value: unknown = Object.hasOwn(options, name) ? Reflect.get(options, name) : undefined
  if (value !== undefined && !(typeof value === 'string' && value.trim() === '')) return
  const variables: Readonly<Record<string, string | undefined>> = { ...environment }
  const variable = variables[name] === undefined ? '' : `, or set ${variables[name]}`
  throw new ConfigurationError(
    `${owner} needs ${MEANINGS[name] ?? 'an option'}: give \`${name}\`${variable}.`,
  )
}

const MEANINGS: Readonly<Record<string, string>> = {
  baseURL: 'the address of the gateway',
  apiKey: 'a key',
}

function checkWord(name: string, value: unknown, words: readonly unknown[], owner: string): void {
  if (value !== undefined && !words.includes(value))
    throw new ConfigurationError(`${owner}: \`${name}\` must be '${words.join("' or '")}'.`)
}
