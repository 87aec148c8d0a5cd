import { ConfigurationError } from '../errors/configuration-error.ts'
import { joinURL } from '../secure-url.ts'
import { asHeaderValue, isPathSegment, optionOrVariable, optionText, serviceRoot } from './gateway-base.ts'
import { COMMON_OPTIONS, type CommonGatewayOptions, refuseUnknownOptions } from './gateway-options.ts'
import {
  createGatewayRoute,
  type GatewayRequest,
  type GatewayRoute,
  type Rejection,
} from './gateway-route.ts'
import { answerJavelin } from './javelin-answer.ts'
import { isAzure, providerBase } from './provider-base.ts'

/** Options of `javelin()`. https://docs.highflame.ai */
export interface JavelinOptions extends CommonGatewayOptions {
  /** The gateway's root, without `/v1`; a path prefix is kept. Default: `JAVELIN_BASE_URL`. There is no other default. */
  baseURL?: string | undefined
  /** Header `x-javelin-apikey`. Default: `JAVELIN_API_KEY`. */
  apiKey?: string | undefined
  /** Header `x-javelin-route`: the route that the gateway's administrator made. */
  route?: string | undefined
  /** Header `x-javelin-provider`. Default: the client's own base URL. */
  provider?: string | undefined
  /** Header `x-javelin-virtualapikey`. Default: `JAVELIN_VIRTUAL_KEY`. */
  virtualKey?: string | undefined
  /**
   * `unified` (default): `/v1` and the client's path, the route named by header. `query`: `/v1/query/{route}` and the
   * client's path.
   */
  endpoints?: 'unified' | 'query' | undefined
  /** Also send the keys and facts under the product's new name, `x-highflame-*`. Default false. */
  highflame?: boolean | undefined
  /** For Bedrock clients: leave the date in `x-javelin-model`. Default false. */
  keepModelDate?: boolean | undefined
  /** For Bedrock clients: a client of `@aws-sdk/client-bedrock`, which finds the model behind an inference profile. */
  bedrockClient?: object | undefined
}

const OWN_OPTIONS = [
  'route',
  'provider',
  'virtualKey',
  'endpoints',
  'highflame',
  'keepModelDate',
  'bedrockClient',
] as const

/**
 * A route to a Javelin (Highflame) gateway. The caller's provider key is forwarded: the gateway uses it upstream.
 *
 * @throws ConfigurationError when no base URL or key is given, here or in the environment.
 */
export function javelin(options: JavelinOptions = {}): GatewayRoute {
  refuseUnknownOptions(options, [...COMMON_OPTIONS, ...OWN_OPTIONS], 'javelin()')
  const { root, apiKey, virtualKey } = readSettings(options)
  return createGatewayRoute({
    name: 'javelin',
    options,
    keys: withHighflame({ 'x-javelin-apikey': apiKey, 'x-javelin-virtualapikey': virtualKey }, options),
    settings: { 'x-javelin-route': optionText(options.route), 'x-javelin-provider': options.provider },
    credentials: options.credentials ?? 'forward',
    details: { baseURL: root, route: options.route, endpoints: options.endpoints ?? 'unified' },
    refuse: (request) => refuse(request, options),
    url: (request) => urlOf(request, root, options),
    headers: (request) => headersOf(request, root, options),
    answer: answerJavelin,
    socketBaseURL: () => joinURL(root, 'v1'),
    named: (route) => javelin({ ...options, route }),
    forQuery: () => javelin({ ...options, endpoints: 'query' }),
  })
}

function readSettings(options: JavelinOptions) {
  const baseURL = optionOrVariable(options.baseURL, 'JAVELIN_BASE_URL')
  const apiKey = optionOrVariable(options.apiKey, 'JAVELIN_API_KEY')
  if (baseURL === undefined) {
    throw new ConfigurationError(
      'javelin() needs the address of your gateway: give `baseURL`, or set JAVELIN_BASE_URL. There is no public default.',
    )
  }
  if (apiKey === undefined)
    throw new ConfigurationError('javelin() needs a key: give `apiKey`, or set JAVELIN_API_KEY.')
  if (options.endpoints !== undefined && !['unified', 'query'].includes(options.endpoints))
    throw new ConfigurationError("javelin(): `endpoints` must be 'unified' or 'query'.")
  return {
    root: serviceRoot(baseURL, 'javelin()', options),
    apiKey,
    virtualKey: optionOrVariable(options.virtualKey, 'JAVELIN_VIRTUAL_KEY'),
  }
}

/** The caller's own header wins, so that one client can reach several routes. */
function routeOf(request: GatewayRequest, options: JavelinOptions): string | undefined {
  return request.headers.get('x-javelin-route') ?? optionText(options.route)
}

function refuse(request: GatewayRequest, options: JavelinOptions): Rejection | undefined {
  if (options.endpoints !== 'query') return undefined
  const route = routeOf(request, options)
  if (route !== undefined && isPathSegment(route)) return undefined
  return {
    status: 400,
    code: 'route_missing',
    message:
      "javelin({ endpoints: 'query' }) needs the name of a route: give `route` to javelin(), or the header " +
      'x-javelin-route to the request.',
  }
}

function urlOf(request: GatewayRequest, root: string, options: JavelinOptions): string {
  const route = options.endpoints === 'query' ? routeOf(request, options) : undefined
  const start = route === undefined ? `${root}/v1` : `${root}/v1/query/${encodeURIComponent(route)}`
  return joinURL(start + dialectPath(request, route !== undefined), request.endpoint, request.url.search)
}

/** What stands between `/v1` and the endpoint: Azure's deployment, or the provider segment of the LangChain sample. */
function dialectPath(request: GatewayRequest, query: boolean): string {
  if (request.deployment !== undefined) return `/openai/deployments/${encodeURIComponent(request.deployment)}`
  if (isAzure(request)) return '/openai'
  return request.client.kind === 'langchain' && !query ? '/openai' : ''
}

function headersOf(
  request: GatewayRequest,
  root: string,
  options: JavelinOptions,
): Record<string, string | undefined> {
  const facts = {
    'x-javelin-route': optionText(options.route),
    'x-javelin-model': asHeaderValue(request.model),
    'x-javelin-provider': options.provider ?? asHeaderValue(providerBase(request, root)),
  }
  if (options.highflame !== true) return facts
  // What the caller says for one request holds under both names.
  const effective = Object.entries(facts).map(([name, value]) => [name, request.headers.get(name) ?? value])
  return withHighflame(Object.fromEntries(effective) as typeof facts, options)
}

function withHighflame(
  headers: Record<string, string | undefined>,
  options: JavelinOptions,
): Record<string, string | undefined> {
  if (options.highflame !== true) return headers
  const renamed = Object.entries(headers).map(([name, value]) => [
    name.replace('x-javelin-', 'x-highflame-'),
    value,
  ])
  return { ...headers, ...(Object.fromEntries(renamed) as Record<string, string | undefined>) }
}
