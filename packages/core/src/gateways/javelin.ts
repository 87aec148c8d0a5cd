import type { BedrockCommand } from '../bedrock-gateway.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { joinURL } from '../secure-url.ts'
import { defineGateway } from './define-gateway.ts'
import { asHeaderValue, isPathSegment, optionText } from './gateway-base.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'
import type { GatewayRejection, GatewayRequest, HeaderValues } from './gateway-types.ts'
import { isAzure, providerBase } from './provider-base.ts'

/** Options of `javelin()`. https://docs.highflame.ai */
export interface JavelinOptions extends CommonGatewayOptions {
  /** The gateway's root, without `/v1`; a path prefix is kept. Default: `JAVELIN_BASE_URL`. There is no other default. */
  baseURL?: string | undefined
  /** Header `x-javelin-apikey`. Default: `JAVELIN_API_KEY`, for the base in `JAVELIN_BASE_URL` only. */
  apiKey?: string | undefined
  /** Header `x-javelin-route`: the route that the gateway's administrator made. */
  route?: string | undefined
  /** Header `x-javelin-provider`. Default: the client's own base URL. */
  provider?: string | undefined
  /** Header `x-javelin-virtualapikey`. Default: `JAVELIN_VIRTUAL_KEY`, for the base in `JAVELIN_BASE_URL` only. */
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

/**
 * A route to a Javelin (Highflame) gateway. The caller's provider key is forwarded: the gateway uses it upstream.
 *
 * @throws ConfigurationError when no base URL or key is given, here or in the environment.
 */
export const javelin = defineGateway<JavelinOptions>({
  name: 'javelin',
  root: 'service',
  options: ['route', 'provider', 'virtualKey', 'endpoints', 'highflame', 'keepModelDate', 'bedrockClient'],
  environment: {
    baseURL: 'JAVELIN_BASE_URL',
    apiKey: 'JAVELIN_API_KEY',
    virtualKey: 'JAVELIN_VIRTUAL_KEY',
  },
  required: ['apiKey'],
  check: ({ endpoints }) => {
    if (endpoints !== undefined && !['unified', 'query'].includes(endpoints))
      throw new ConfigurationError("javelin(): `endpoints` must be 'unified' or 'query'.")
  },
  keys: (options) =>
    withHighflame(
      { 'x-javelin-apikey': options.apiKey, 'x-javelin-virtualapikey': options.virtualKey },
      options,
    ),
  ownHeaders: /^x-(?:javelin|highflame)-/,
  settings: ({ route, provider }) => ({
    'x-javelin-route': optionText(route),
    'x-javelin-provider': provider,
  }),
  credentials: 'forward',
  describe: ({ baseURL, route, endpoints = 'unified' }) => ({ baseURL, route, endpoints }),
  reject,
  url: (request, options) => buildURL(request, options.baseURL, options),
  headers: (request, options) => buildHeaders(request, options.baseURL, options),
  answer: async (response) => (await import('./javelin-answer.ts')).answerJavelin(response),
  // The signature is forwarded to the provider that a header names. https://docs.highflame.ai
  bedrock: {
    signing: 'provider',
    namesProvider: true,
    profiles: ({ bedrockClient }) => bedrockClient,
    headers: bedrockHeaders,
    model: bedrockModel,
    // Only the unified endpoints know Bedrock's paths, whatever `endpoints` says.
    url: ({ path, search }, { baseURL }) => `${baseURL}/v1${path}${search}`,
  },
  named: (route) => ({ route }),
  query: () => ({ endpoints: 'query' }),
})

/** The caller's own header wins: one client can use several routes. */
function routeName(request: GatewayRequest, options: JavelinOptions): string | undefined {
  return request.headers.get('x-javelin-route') ?? optionText(options.route)
}

function reject(request: GatewayRequest, options: JavelinOptions): GatewayRejection | undefined {
  if (options.endpoints !== 'query') return undefined
  const route = routeName(request, options)
  if (route !== undefined && isPathSegment(route)) return undefined
  return {
    status: 400,
    code: 'route_missing',
    message:
      "javelin({ endpoints: 'query' }) needs the name of a route: give `route` to javelin(), or the header " +
      'x-javelin-route to the request.',
  }
}

function buildURL(request: GatewayRequest, root: string, options: JavelinOptions): string {
  const route = options.endpoints === 'query' ? routeName(request, options) : undefined
  const start = route === undefined ? `${root}/v1` : `${root}/v1/query/${encodeURIComponent(route)}`
  return joinURL(start + clientPath(request, route !== undefined), request.endpoint, request.url.search)
}

/** What stands between `/v1` and the endpoint: Azure's deployment, or the provider segment of the LangChain sample. */
function clientPath(request: GatewayRequest, query: boolean): string {
  if (request.deployment !== undefined) return `/openai/deployments/${encodeURIComponent(request.deployment)}`
  if (isAzure(request)) return '/openai'
  return request.client.kind === 'langchain' && !query ? '/openai' : ''
}

function buildHeaders(request: GatewayRequest, root: string, options: JavelinOptions): HeaderValues {
  const facts = {
    'x-javelin-route': optionText(options.route),
    'x-javelin-model': asHeaderValue(request.model),
    'x-javelin-provider': options.provider ?? asHeaderValue(providerBase(request, root)),
  }
  if (options.highflame !== true) return facts
  // A caller's header for one request is sent under both names.
  const effective = Object.entries(facts).map(([name, value]) => [name, request.headers.get(name) ?? value])
  return withHighflame(Object.fromEntries(effective) as typeof facts, options)
}

function withHighflame(headers: HeaderValues, options: JavelinOptions): HeaderValues {
  if (options.highflame !== true) return headers
  const renamed = Object.entries(headers).map(([name, value]) => [
    name.replace('x-javelin-', 'x-highflame-'),
    value,
  ])
  return { ...headers, ...(Object.fromEntries(renamed) as HeaderValues) }
}

/** The route that Javelin's own SDK names for Bedrock. */
function bedrockHeaders(headers: Headers): Record<string, string> {
  const route = headers.get('x-javelin-route') ?? 'awsbedrock'
  const renamed = headers.has('x-highflame-apikey') ? { 'x-highflame-route': route } : {}
  return { 'x-javelin-route': route, ...renamed }
}

/** `anthropic.claude-3-haiku-20240307-v1:0` is `anthropic.claude-3-haiku-v1:0`: guardrails and limits go by that name. */
function bedrockModel(command: BedrockCommand, { keepModelDate }: JavelinOptions): string | undefined {
  const model =
    command.foundationModel ?? command.model?.replace(/^arn:.*:(?:foundation-model|inference-profile)\//, '')
  return keepModelDate === true ? model : model?.replace(/-\d{8}(?=-|:|$)/, '')
}
