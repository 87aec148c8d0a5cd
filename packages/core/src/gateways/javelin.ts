import { readEnvironment, readSwitch } from '../configuration/environment.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import type { ClientFacts } from '../route.ts'
import { joinURL, parseBaseURL } from '../secure-url.ts'
import { COMMON_OPTIONS, type CommonGatewayOptions, refuseUnknownOptions } from './gateway-options.ts'
import { createGatewayRoute, type GatewayRequest, type GatewayRoute } from './gateway-route.ts'
import { answerJavelin } from './javelin-answer.ts'

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
}

const OWN_OPTIONS = ['route', 'provider', 'virtualKey', 'endpoints', 'highflame', 'keepModelDate'] as const
const OPENAI_BASE_URL = 'https://api.openai.com/v1'

/**
 * A route to a Javelin (Highflame) gateway. The caller's provider key is forwarded: the gateway uses it upstream.
 *
 * @throws ConfigurationError when no base URL or key is given, here or in the environment.
 */
export function javelin(options: JavelinOptions = {}): GatewayRoute {
  refuseUnknownOptions(options, [...COMMON_OPTIONS, ...OWN_OPTIONS], 'javelin()')
  const settings = readSettings(options)
  const root = settings.base.href.replace(/\/+$/, '')
  return createGatewayRoute({
    name: 'javelin',
    options,
    keys: withHighflame(
      { 'x-javelin-apikey': settings.apiKey, 'x-javelin-virtualapikey': settings.virtualKey },
      options,
    ),
    credentials: options.credentials ?? 'forward',
    details: { baseURL: root, route: options.route, endpoints: options.endpoints ?? 'unified' },
    refuse: (request) => {
      if (options.endpoints !== 'query' || routeOf(request, options) !== undefined) return undefined
      return {
        status: 400,
        code: 'route_missing',
        message:
          "javelin({ endpoints: 'query' }) needs a route: give `route` to javelin(), or the header x-javelin-route to the request.",
      }
    },
    url: (request) => urlOf(request, root, options),
    headers: (request) => withHighflame(headersOf(request, root, options), options),
    answer: answerJavelin,
    socketBaseURL: () => joinURL(root, 'v1'),
    named: (route) => javelin({ ...options, route }),
  })
}

function readSettings(options: JavelinOptions) {
  const baseURL = options.baseURL ?? readEnvironment('JAVELIN_BASE_URL')
  const apiKey = options.apiKey ?? readEnvironment('JAVELIN_API_KEY')
  if (baseURL === undefined) {
    throw new ConfigurationError(
      'javelin() needs the address of your gateway: give `baseURL`, or set JAVELIN_BASE_URL. There is no public default.',
    )
  }
  if (apiKey === undefined)
    throw new ConfigurationError('javelin() needs a key: give `apiKey`, or set JAVELIN_API_KEY.')
  const allowInsecure = options.allowInsecure ?? readSwitch('PATCHBAY_ALLOW_INSECURE') ?? false
  const base = parseBaseURL(baseURL, 'The base URL of javelin()', allowInsecure)
  base.pathname = base.pathname.replace(/\/v1$/, '')
  return { base, apiKey, virtualKey: options.virtualKey ?? readEnvironment('JAVELIN_VIRTUAL_KEY') }
}

/** The caller's own header wins, so that one client can reach several routes. */
function routeOf(request: GatewayRequest, options: JavelinOptions): string | undefined {
  return request.headers.get('x-javelin-route') ?? options.route
}

function urlOf(request: GatewayRequest, root: string, options: JavelinOptions): string {
  const route = options.endpoints === 'query' ? routeOf(request, options) : undefined
  const start = route === undefined ? `${root}/v1` : `${root}/v1/query/${encodeURIComponent(route)}`
  return joinURL(start + dialectPath(request, route !== undefined), request.endpoint, request.url.search)
}

/** What stands between `/v1` and the endpoint: Azure's deployment, or the provider segment of the LangChain sample. */
function dialectPath(request: GatewayRequest, query: boolean): string {
  if (request.client.kind === 'azure-openai') {
    return request.deployment === undefined
      ? '/openai'
      : `/openai/deployments/${encodeURIComponent(request.deployment)}`
  }
  return request.client.kind === 'langchain' && !query ? '/openai' : ''
}

function headersOf(
  request: GatewayRequest,
  root: string,
  options: JavelinOptions,
): Record<string, string | undefined> {
  return {
    'x-javelin-route': options.route,
    'x-javelin-model': asHeaderValue(request.model),
    'x-javelin-provider': options.provider ?? providerOf(request.client, root),
  }
}

/** The client's own base URL; a client that was built for the gateway gets the provider's default, never the gateway. */
function providerOf(client: ClientFacts, root: string): string {
  const base = client.baseURL.replace(/\/+$/, '')
  if (base === root || base.startsWith(`${root}/`)) return OPENAI_BASE_URL
  return client.kind === 'azure-openai' ? base.replace(/\/openai(\/deployments\/[^/]+)?$/, '') : base
}

/** Model names come from request bodies: a name that no header can carry is left to the body. */
function asHeaderValue(text: string | undefined): string | undefined {
  return text !== undefined && /^[\x20-\x7e]+$/.test(text) ? text : undefined
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
