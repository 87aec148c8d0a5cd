import { configuration } from './configuration/configuration.ts'
import { configuredGateway, requiresGateway } from './configuration/configured-gateway.ts'
import { ConfigurationError } from './errors/configuration-error.ts'
import { nearestName } from './internal/nearest-name.ts'
import { quoteName } from './internal/quote-name.ts'
import { UnknownRouteError } from './errors/unknown-route-error.ts'
import type { ClientKind } from './client-facts.ts'
import type { Route } from './route.ts'

/** How a client package makes local routes. Core itself serves nothing. */
export interface LocalRoutes {
  /** The local route of such a client when no gateway is configured and no route is given. */
  byDefault(kind: ClientKind): Route
  /** The local route that a text names as a Bedrock model id, ARN or shipped model name, or `undefined`. */
  byModel(text: string): Route | undefined
  /** The names of models that `byModel` knows, for error messages. Default: none. */
  modelNames?(): readonly string[]
}

/** Where there are no local routes: core serves nothing itself. */
export function noLocalRoutes(owner: string): LocalRoutes {
  return {
    byModel: () => undefined,
    byDefault: () => {
      throw new ConfigurationError(`${owner} needs a route, or the name of one.`)
    },
  }
}

/**
 * The route that the argument of `register` stands for. A route object is used as it is, whatever the
 * configuration says. A string is, in this order: a name of `configure({ routes })`; the configured gateway's own name of a
 * route; a Bedrock model. No route at all: the configured gateway, else the local route for that kind of client.
 *
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError
 */
export function resolveRoute(
  route: Route | string | undefined,
  kind: ClientKind,
  locals: LocalRoutes,
): Route {
  if (typeof route === 'string') return routeOfString(route, locals, [])
  if (route === undefined)
    return configuredGateway() ?? implicitLocal('no route was given', () => locals.byDefault(kind))
  if (isRoute(route)) return route
  throw new ConfigurationError(
    'The second argument of register() must be a route, such as javelin() or bedrock(), or the name of one.',
  )
}

/** Whether a value has the shape of a route, whichever copy of the package made it. */
export function isRoute(value: unknown): value is Route {
  return (
    typeof value === 'object' &&
    value !== null &&
    'serve' in value &&
    typeof value.serve === 'function' &&
    'describe' in value &&
    typeof value.describe === 'function'
  )
}

function routeOfString(name: string, locals: LocalRoutes, path: readonly string[]): Route {
  if (name.trim() === '') throw new UnknownRouteError('The name of a route must not be empty.')
  const { routes } = configuration()
  if (routes !== undefined && Object.hasOwn(routes, name) && !path.includes(name)) {
    const target = routes[name]
    if (typeof target === 'string') return routeOfString(target, locals, [...path, name])
    if (isRoute(target)) return target
    throw new ConfigurationError(`configure({ routes }): "${name}" must be a route or a string.`)
  }
  const gateway = configuredGateway()
  if (gateway !== undefined) return gateway.named(name)
  const local = locals.byModel(name)
  if (local !== undefined) return implicitLocal(`"${name}" is a Bedrock model`, () => local)
  throw new UnknownRouteError(unknownText(name, Object.keys(routes ?? {}), locals.modelNames?.() ?? []))
}

function implicitLocal(reason: string, create: () => Route): Route {
  if (!requiresGateway()) return create()
  throw new ConfigurationError(
    `A gateway is required (requireGateway or PATCHBAY_REQUIRE_GATEWAY), but none is configured, and ${reason}. ` +
      'Set the key of your gateway, or give register() a route object.',
  )
}

/** Factories of routes, which a text may name by mistake. */
const FACTORIES: readonly string[] = [
  'javelin',
  'portkey',
  'altrum',
  'bedrockAccessGateway',
  'gateway',
  'bedrock',
  'openai',
]

/** What was probably meant; begins with a blank where there is something to say. */
function probablyMeant(name: string, routes: readonly string[], models: readonly string[]): string {
  if (/^https?:\/\//i.test(name)) return ' For the gateway at that address give gateway({ baseURL }).'
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_\s()]/g, '')
  const factory = FACTORIES.find((candidate) => plain(candidate) === plain(name))
  if (factory !== undefined) return ` For that route call ${factory}(): register(client, ${factory}()).`
  const nearest = nearestName(name, [...routes, ...models]) ?? nearestName(name, FACTORIES)
  if (nearest === undefined) return ''
  return ` Did you mean ${FACTORIES.includes(nearest) ? `${nearest}()` : `"${nearest}"`}?`
}

function noRoute(name: string): string {
  const quoted = quoteName(name)
  if (quoted !== undefined) return `No route is named ${quoted}.`
  return 'No route has the given name, which may be a key and is not repeated here: a key is an option of a gateway, `apiKey`.'
}

function unknownText(name: string, routes: readonly string[], models: readonly string[]): string {
  const known = routes.length === 0 ? 'none is configured' : `known are ${routes.join(', ')}`
  return (
    `${noRoute(name)}${probablyMeant(name, routes, models)} Looked for: a name of configure({ routes }) (${known}); a configured gateway (neither ` +
    'configure({ gateway }) nor PATCHBAY_GATEWAY nor a gateway key is set); a Bedrock model id, ARN or model name.'
  )
}
