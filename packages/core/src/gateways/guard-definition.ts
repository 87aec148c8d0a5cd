import { ConfigurationError } from '../errors/configuration-error.ts'
import { isRecord } from '../internal/is-record.ts'
import type { BedrockConventions, GatewayMembers } from './gateway-definition.ts'
import { refuseUnknownOptions } from './gateway-options.ts'
import { type AnyDefinition, factoryName } from './resolve-options.ts'
import { redact, secretValues } from './secret-headers.ts'

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
 * @returns the same definition, whose functions refuse to return promises (`answer` alone may), and whose errors do not quote
 * the route's keys or the caller's: they are shown to the calling client.
 * @throws ConfigurationError for a definition without `name` or `keys`, or with members that do not exist
 */
export function guardDefinition<Own extends object>(definition: AnyDefinition<Own>): AnyDefinition<Own> {
  checkDefinition(definition)
  const { bedrock } = definition
  const guarded = guardMembers(definition, Object.keys(MEMBERS), '', definition)
  return isRecord(bedrock)
    ? { ...guarded, bedrock: guardMembers(bedrock, Object.keys(BEDROCK_MEMBERS), 'bedrock.', definition) }
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

/** What the guards themselves need of a definition. */
interface Named {
  readonly name: string
  keys(options: never): unknown
}

type AnyFunction = (...given: readonly unknown[]) => unknown

/** Read by name, since a definition may be an instance of a class; called on the original, which may use `this`. */
function guardMembers<Members extends object>(
  members: Members,
  names: readonly string[],
  prefix: string,
  definition: Named,
): Members {
  const guarded: Record<string, unknown> = {}
  for (const name of names) {
    const member: unknown = Reflect.get(members, name)
    if (member === undefined) continue
    // The kinds of a table of options are no functions of the definition.
    const isFunction = typeof member === 'function' && name !== 'options'
    guarded[name] = isFunction
      ? guardFunction(member.bind(members) as AnyFunction, prefix + name, definition)
      : member
  }
  return guarded as Members
}

function guardFunction(run: AnyFunction, name: string, definition: Named): AnyFunction {
  return (...given) => {
    const fail = (error: unknown): never => {
      throw withoutSecrets(error, () => secretsAmong(given, definition))
    }
    let result: unknown
    try {
      result = run(...given)
    } catch (error) {
      return fail(error)
    }
    if (!isPromise(result)) return result
    if (name === 'answer') return result.then(undefined, fail)
    // Its failure, if any, is nothing that is waited for.
    result.then(undefined, () => undefined)
    throw new ConfigurationError(
      `${factoryName(definition.name)}: \`${name}\` of the definition returned a promise. It must return its result at once; only ` +
        '`answer` may be async. Wait for what it needs before the route is made.',
    )
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** The same error, of the same class, with other words where it quotes a secret. */
function withoutSecrets(error: unknown, secrets: () => readonly string[]): unknown {
  if (!(error instanceof Error)) return error
  const message = redact(error.message, secrets())
  if (message === error.message) return error
  return Object.create(error, {
    message: { value: message, configurable: true, writable: true },
    stack: { value: `${error.name}: ${message}`, configurable: true, writable: true },
  })
}

/** Secrets of what a function was given: of the request's headers, and of the options, which come last. */
function secretsAmong(given: readonly unknown[], definition: Named): string[] {
  const options = given.at(-1)
  const all = given.flatMap((one) => (one instanceof Headers ? [one] : headersWithin(one)))
  if (isRecord(options)) {
    all.push(toHeaders({ authorization: options['apiKey'] }), toHeaders(options['headers']))
    all.push(keyHeaders(() => definition.keys(options as never)))
  }
  return all.flatMap(secretValues)
}

function headersWithin(value: unknown): Headers[] {
  const headers =
    typeof value === 'object' && value !== null && 'headers' in value ? value.headers : undefined
  return headers instanceof Headers ? [headers] : []
}

function keyHeaders(keys: () => unknown): Headers {
  try {
    return toHeaders(keys())
  } catch {
    return new Headers()
  }
}

/** Those that are valid: an error can quote others, too, but no route is made with them. */
function toHeaders(values: unknown): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(isRecord(values) ? values : {})) {
    try {
      if (typeof value === 'string') headers.set(name, value)
    } catch {
      continue
    }
  }
  return headers
}
