import { ConfigurationError } from '../errors/configuration-error.ts'
import { PROVIDER_CREDENTIAL_HEADERS } from '../headers.ts'
import { joinURL, parseBaseURL } from '../secure-url.ts'
import type { BoundBedrock, BoundGateway } from './bound-gateway.ts'
import { allowsInsecure } from './gateway-base.ts'
import type {
  BedrockConventions,
  GatewayDefinition,
  GatewayFactory,
  GatewayMembers,
  GivenOptions,
  ResolvedOptions,
  TabledGatewayDefinition,
} from './gateway-definition.ts'
import { guardDefinition } from './guard-definition.ts'
import { createGatewayRoute } from './gateway-route.ts'
import type { GatewayRequest, GatewayRoute, HeaderValues } from './gateway-types.ts'
import type { OptionsOf, OptionTable } from './option-table.ts'
import { type AnyDefinition, factoryName, resolveOptions } from './resolve-options.ts'
import { addHeaderOwner, type HeaderOwner, shareHeaderOwner } from './secret-headers.ts'

/** The options of a definition that has none of its own. */
export type NoOptions = Readonly<Record<never, never>>

/**
 * Makes the factory of a gateway: `defineGateway(definition)(options)` is a route, for every client that Patchbay knows.
 * The presets are made by it.
 *
 * Only `name` and `keys` are needed. What the definition does not say is as in `gateway()`: requests go to the same
 * endpoint below `baseURL`, the caller's provider key is not sent, failures come in OpenAI's envelope.
 *
 * The options are typed by a table (`options: { tenant: 'string' }`), or by an interface
 * (`defineGateway<MyOptions>({ ..., options: ['tenant'] })`). Every gateway also takes `CommonGatewayOptions`.
 *
 * @returns the factory. It throws a `ConfigurationError` for options that are missing, unknown or invalid.
 * @throws ConfigurationError for a definition without a `name` or without `keys`, or with members that do not exist.
 */
export function defineGateway<const Table extends OptionTable>(
  definition: TabledGatewayDefinition<Table>,
): GatewayFactory<OptionsOf<Table>>
export function defineGateway<Own extends object = NoOptions>(
  definition: GatewayDefinition<Own>,
): GatewayFactory<Own>
export function defineGateway<Own extends object>(given: AnyDefinition<Own>): GatewayFactory<Own> {
  const definition = guardDefinition(given)
  const headerOwner = headerOwnerOf(definition)
  const create = (given: GivenOptions<Own>): GatewayRoute => {
    const options = resolveOptions(definition, given)
    const again = (changes: Partial<GivenOptions<Own>>): GatewayRoute => create({ ...given, ...changes })
    return createGatewayRoute(bind(definition, options, headerOwner, again))
  }
  const { name, environment = {} } = definition
  return Object.assign((given: GivenOptions<Own> = {} as GivenOptions<Own>) => create(given), {
    gateway: { name, environment },
  }) as unknown as GatewayFactory<Own>
}

/** The headers that are a gateway's own, and which of them are keys. */
function headerOwnerOf<Own extends object>(definition: GatewayMembers<Own>): HeaderOwner {
  const keyNames = readKeyNames(() => readKeys(definition, {} as ResolvedOptions<Own>))
  return addHeaderOwner(`x-${definition.name.toLowerCase()}-`, definition.ownHeaders, keyNames)
}

/** By names in lower case. */
function readKeys<Own extends object>(
  definition: GatewayMembers<Own>,
  options: ResolvedOptions<Own>,
): HeaderValues {
  // In JavaScript a gateway without keys may say so in any way.
  const keys: HeaderValues | null | undefined = definition.keys(options)
  return Object.fromEntries(Object.entries(keys ?? {}).map(([key, value]) => [key.toLowerCase(), value]))
}

/**
 * Names of keys before any route is made: a client may hold them among its default headers although the gateway itself
 * is never used. A definition whose keys cannot be named without options adds them with its first route.
 */
function readKeyNames(keys: () => HeaderValues): readonly string[] {
  try {
    return secretHeaderNames(keys())
  } catch {
    return []
  }
}

/** Without the headers in which the SDKs send a provider's key: these belong to no gateway, even one that uses them. */
function secretHeaderNames(keys: HeaderValues): readonly string[] {
  const shared: readonly string[] = PROVIDER_CREDENTIAL_HEADERS
  return Object.keys(keys)
    .map((name) => name.toLowerCase())
    .filter((name) => !shared.includes(name))
}

function bind<Own extends object>(
  definition: GatewayMembers<Own>,
  options: ResolvedOptions<Own>,
  headerOwner: HeaderOwner,
  again: (changes: Partial<GivenOptions<Own>>) => GatewayRoute,
): BoundGateway {
  const { name, bedrock } = definition
  const keys = readKeys(definition, options)
  for (const key of secretHeaderNames(keys)) headerOwner.keyNames.add(key)
  shareHeaderOwner(headerOwner)
  const base = definition.root === 'service' ? joinURL(options.baseURL, 'v1') : options.baseURL
  const owner = factoryName(name)
  return {
    name,
    owner,
    options,
    keys,
    settings: definition.settings?.(options) ?? {},
    details: definition.describe?.(options) ?? { baseURL: options.baseURL, model: options.model },
    chatProfile: definition.chatProfile,
    bedrock: bedrock === undefined ? undefined : bindBedrock(bedrock === true ? {} : bedrock, options, owner),
    socketBaseURL: definition.socketURL === undefined ? base : definition.socketURL(options),
    isOwnHeader: headerOwner.owns,
    fixedCredentials: fixedCredentials(definition, options),
    credentials: (request, headers) => resolveCredentials(definition, options, request, headers),
    reject: (request) => definition.reject?.(request, options),
    url: (request) =>
      definition.url === undefined
        ? joinURL(base, request.endpoint, request.url.search)
        : completeURL(definition.url(request, options), options, owner),
    headers: (request) => definition.headers?.(request, options) ?? {},
    adjustHeaders:
      definition.adjustHeaders &&
      ((headers, request) => definition.adjustHeaders?.(headers, request, options)),
    body: (body, request) => definition.body?.(body, request, options) ?? body,
    answer: (response, request) => definition.answer?.(response, request, options) ?? response,
    named: (route) =>
      again(definition.named?.(route, options) ?? ({ model: route } as Partial<GivenOptions<Own>>)),
    forQuery: definition.query === undefined ? undefined : () => again(definition.query?.(options) ?? {}),
  }
}

function fixedCredentials<Own extends object>(
  definition: GatewayMembers<Own>,
  options: ResolvedOptions<Own>,
) {
  // What a function has against a request is thrown wherever it is asked.
  if (definition.headers !== undefined) return undefined
  const { credentials = 'strip' } = definition
  return options.credentials ?? (typeof credentials === 'function' ? undefined : credentials)
}

function resolveCredentials<Own extends object>(
  { credentials = 'strip' }: GatewayMembers<Own>,
  options: ResolvedOptions<Own>,
  request: GatewayRequest,
  headers: () => Headers,
) {
  if (options.credentials !== undefined) return options.credentials
  return typeof credentials === 'function' ? credentials(request, headers(), options) : credentials
}

function bindBedrock<Own extends object>(
  conventions: BedrockConventions<Own>,
  options: ResolvedOptions<Own>,
  owner: string,
): BoundBedrock {
  return {
    signing: conventions.signing ?? 'none',
    namesProvider: conventions.namesProvider ?? false,
    dropped: conventions.dropped ?? /^(?:authorization$|x-amz-|amz-sdk-)/,
    profiles: conventions.profiles?.(options) ?? undefined,
    headers: (headers) => conventions.headers?.(headers, options) ?? {},
    model: (command) => conventions.model?.(command, options) ?? command.model,
    url: (command) => {
      const url = conventions.url?.(command, options)
      return url === undefined ? undefined : completeURL(url, options, owner)
    },
  }
}

/** A URL of a definition: below the base where it is a path, and where it is not, no less secure than the base. */
function completeURL(url: unknown, options: ResolvedOptions<object>, owner: string): string {
  if (typeof url !== 'string')
    throw new ConfigurationError(
      `${owner}: \`url\` of the definition must return a text: a path below the base URL, or a complete URL.`,
    )
  // As most are: there is nothing to take apart.
  if (url.startsWith(`${options.baseURL}/`)) return url
  if (!/^https?:\/\//i.test(url)) return joinURL(options.baseURL, url)
  const { origin } = new URL(url)
  if (origin !== new URL(options.baseURL).origin)
    parseBaseURL(origin, 'The URL of a request', allowsInsecure(options))
  return url
}
