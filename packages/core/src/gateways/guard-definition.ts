import { ConfigurationError } from '../errors/configuration-error.ts'
import { isRecord } from '../internal/is-record.ts'
import type { BedrockConventions, GatewayMembers } from './gateway-definition.ts'
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
  const guarded = guardMembers(definition, Object.keys(MEMBERS), '', name)
  return isRecord(bedrock)
    ? { ...guarded, bedrock: guardMembers(bedrock, Object.keys(BEDROCK_MEMBERS), 'bedrock.', name) }
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

type AnyFunction = (...given: readonly unknown[]) => unknown

/** Read by name, since a definition may be an instance of a class; called on the original, which may use `this`. */
function guardMembers<Members extends object>(
  members: Members,
  names: readonly string[],
  prefix: string,
  gateway: string,
): Members {
  const guarded: Record<string, unknown> = {}
  for (const name of names) {
    const member: unknown = Reflect.get(members, name)
    if (member === undefined) continue
    // The kinds of a table of options are no functions of the definition.
    const isFunction = typeof member === 'function' && name !== 'options'
    guarded[name] = isFunction
      ? guardFunction(member.bind(members) as AnyFunction, prefix + name, gateway)
      : member
  }
  return guarded as Members
}

function guardFunction(run: AnyFunction, name: string, gateway: string): AnyFunction {
  return (...given) => {
    const result = run(...given)
    if (!isPromise(result) || name === 'answer') return result
    // Its failure, if any, is nothing that is waited for.
    result.then(undefined, () => undefined)
    throw new ConfigurationError(
      `${factoryName(gateway)}: \`${name}\` of the definition returned a promise: only \`answer\` may be async.`,
    )
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise
}
