import { isKeyName, secretsInHeaders, secretsInKeys, secretsInOptions } from '../redaction/collect-secrets.ts'
import { createRedactor, type Redactor } from '../redaction/redactor.ts'
import type { RouteDescription } from '../route.ts'
import type { BoundGateway } from './bound-gateway.ts'

/** Of each route once, by its options. */
const known = new WeakMap<object, readonly string[]>()

/**
 * Takes the secrets of a route and of one request out of what is said about that request.
 *
 * @param headers the caller's headers and those that are sent
 */
export function gatewayRedactor(gateway: BoundGateway, ...headers: readonly Headers[]): Redactor {
  const secrets = [...new Set([...secretsOfRoute(gateway), ...headers.flatMap(secretsInHeaders)])]
  const before = redactors.get(gateway.options)
  if (before !== undefined && isEqual(before.secrets, secrets)) return before.redactor
  const redactor = createRedactor(secrets)
  redactors.set(gateway.options, { secrets, redactor })
  return redactor
}

/** The last one of each route: the requests of a client have the same secrets. */
const redactors = new WeakMap<object, { readonly secrets: readonly string[]; readonly redactor: Redactor }>()

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index])
}

/** What a definition says about a route, without its keys and without the text of a config. */
function detailsWithoutSecrets({ keys, options, details }: BoundGateway): Readonly<Record<string, unknown>> {
  const redactor = createRedactor([...secretsInKeys(keys), ...secretsInOptions(options, isKeyName)])
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      isInlineJSON(value) ? '(inline)' : redactor.value(value),
    ]),
  )
}

/** A route for logs and error messages. */
export function describeGateway(gateway: BoundGateway): RouteDescription {
  const { name } = gateway
  const known = Object.entries(detailsWithoutSecrets(gateway)).filter(([, value]) => value !== undefined)
  return { kind: 'gateway', name, ...Object.fromEntries(known) }
}

function isInlineJSON(value: unknown): boolean {
  return typeof value === 'string' && /^[\s\uFEFF"]*[[{]/.test(value)
}

function secretsOfRoute({ keys, settings, options }: BoundGateway): readonly string[] {
  const before = known.get(options)
  if (before !== undefined) return before
  const inSettings = secretsInHeaders(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const secrets = [...secretsInKeys(keys), ...inSettings, ...secretsInOptions(options)]
  known.set(options, secrets)
  return secrets
}
