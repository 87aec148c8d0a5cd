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
export function gatewayRedactor(
  gateway: BoundGateway,
  ...headers: readonly Iterable<readonly [string, string]>[]
): Redactor {
  return createRedactor(gatewaySecrets(gateway, ...headers))
}

/** The secrets of a route and of one request. */
export function gatewaySecrets(
  gateway: BoundGateway,
  ...headers: readonly Iterable<readonly [string, string]>[]
): readonly string[] {
  return [...secretsOfRoute(gateway), ...headers.flatMap(secretsInHeaders)]
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
