import { ConfigurationError } from '../errors/configuration-error.ts'
import { isConnectionFailure } from '../connection-failure.ts'
import { isRecord } from '../internal/is-record.ts'
import { secretsInHeaders, secretsInKeys, secretsInOptions } from '../redaction/collect-secrets.ts'
import { errorWithoutSecrets } from '../redaction/error-without-secrets.ts'
import { createRedactor } from '../redaction/redactor.ts'
import type { BedrockConventions, GatewayMembers, ResolvedOptions } from './gateway-definition.ts'
import { refuseUnknownOptions } from './gateway-options.ts'
import { type AnyDefinition, factoryName } from './resolve-options.ts'

const MEMBERS = {
  name: true,
  keys: true,
  headers: true,
  settings: true,
  adjustHeaders: true,
  url: true,
  body: true,
  answer: true,
  reject: true,
  bedrock: true,
  credentials: true,
  ownHeaders: true,
  options: true,
  required: true,
  environment: true,
  defaults: true,
  resolve: true,
  check: true,
  root: true,
  named: true,
  query: true,
  describe: true,
  socketURL: true,
  chatProfile: true,
} satisfies Record<keyof GatewayMembers<object> | 'options', true>

const BEDROCK_MEMBERS = {
  url: true,
  signing: true,
  dropped: true,
  headers: true,
  model: true,
  profiles: true,
  namesProvider: true,
} satisfies Record<keyof BedrockConventions<object>, true>

/**
 * Checks a definition, which JavaScript has no types for.
 *
 * @returns the same definition, whose functions refuse to return promises; `answer` alone may
 * @throws ConfigurationError for a definition without `name` or `keys`, or with members that do not exist
 */
export function guardDefinition<Own extends object>(definition: AnyDefinition<Own>): AnyDefinition<Own> {
  checkDefinition(definition)
  const { name, bedrock } = definition
  const owner: Owner = { name, keys: (options) => definition.keys(options as ResolvedOptions<Own>) }
  const guarded = guardMembers(definition, Object.keys(MEMBERS), '', owner)
  return isRecord(bedrock)
    ? { ...guarded, bedrock: guardMembers(bedrock, Object.keys(BEDROCK_MEMBERS), 'bedrock.', owner) }
    : guarded
}

function checkDefinition(definition: unknown): void {
  if (!isRecord(definition))
    throw new ConfigurationError('defineGateway() takes a definition: an object with `name` and `keys`.')
  const { name, keys, bedrock } = definition
  if (typeof name !== 'string' || name.trim() === '')
    throw new ConfigurationError(
      'defineGateway() needs `name`: a text that describes the gateway in messages.',
    )
  const owner = `defineGateway({ name: '${name}' })`
  if (typeof keys !== 'function')
    throw new ConfigurationError(
      `${owner} needs \`keys\`: a function from options to the gateway's secret headers.`,
    )
  refuseUnknownOptions(definition, Object.keys(MEMBERS), owner)
  if (isRecord(bedrock)) refuseUnknownOptions(bedrock, Object.keys(BEDROCK_MEMBERS), `${owner}: \`bedrock\``)
}

/** The definition that a function belongs to. */
interface Owner {
  readonly name: string
  readonly keys: (options: object) => unknown
}

type AnyFunction = (...given: readonly unknown[]) => unknown

/** Read by name, since a definition may be an instance of a class; called on the original, which may use `this`. */
function guardMembers<Members extends object>(
  members: Members,
  names: readonly string[],
  prefix: string,
  owner: Owner,
): Members {
  const guarded: Record<string, unknown> = {}
  for (const name of names) {
    const member: unknown = Reflect.get(members, name)
    if (member === undefined) continue
    // The kinds of a table of options are no functions of the definition.
    const isFunction = typeof member === 'function' && name !== 'options'
    guarded[name] = isFunction
      ? guardFunction(member.bind(members) as AnyFunction, prefix + name, owner)
      : member
  }
  return guarded as Members
}

/** What it throws quotes no key: neither one of the options that it was given, nor one of the request. */
function guardFunction(run: AnyFunction, name: string, owner: Owner): AnyFunction {
  return (...given) => {
    const safely = (error: unknown): never => {
      throw isConnectionFailure(error)
        ? error
        : errorWithoutSecrets(error, createRedactor(secretsInArguments(given, owner)))
    }
    let result: unknown
    try {
      result = run(...given)
    } catch (error) {
      return safely(error)
    }
    if (!isPromise(result)) return result
    if (name === 'answer') return result.catch(safely)
    // Its failure, if any, is nothing that is waited for.
    result.then(undefined, () => undefined)
    throw new ConfigurationError(
      `${factoryName(owner.name)}: \`${name}\` of the definition returned a promise: only \`answer\` may be async.`,
    )
  }
}

/** The last argument of every function is the options, from which the keys follow, whatever these options are called. */
function secretsInArguments(given: readonly unknown[], owner: Owner): readonly string[] {
  const options = given.at(-1)
  return [
    ...(isRecord(options) ? secretsInKeys(keysOf(options, owner)) : []),
    ...given.filter((value) => value instanceof Headers).flatMap((headers) => secretsInHeaders(headers)),
    ...given
      .filter(isRecord)
      .flatMap(({ headers, ...rest }) => [
        ...secretsInOptions(rest),
        ...(headers instanceof Headers ? secretsInHeaders(headers) : secretsInOptions({ headers })),
      ]),
  ]
}

function keysOf(options: object, owner: Owner): Record<string, unknown> {
  try {
    const keys = owner.keys(options)
    return isRecord(keys) ? keys : {}
  } catch {
    return {}
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise
}
