import { ConfigurationError } from '../errors/configuration-error.ts'
import { joinURL } from '../secure-url.ts'
import { completeBase, optionText } from './gateway-base.ts'
import { COMMON_OPTIONS, type CommonGatewayOptions, refuseUnknownOptions } from './gateway-options.ts'
import { createGatewayRoute, type GatewayRequest, type GatewayRoute } from './gateway-route.ts'

/** Options of `gateway()`. */
export interface GatewayOptions extends CommonGatewayOptions {
  /** The complete OpenAI-compatible base, e.g. `https://litellm.example.com/v1`. */
  baseURL: string
  /** The gateway's key, sent as `Authorization: Bearer`. */
  apiKey?: string | undefined
  /** Endpoint → path below the base, e.g. `{ '/chat/completions': '/openai/chat' }`. */
  paths?: Readonly<Record<string, string>> | undefined
}

/**
 * A route to any gateway that speaks OpenAI's shape under one base URL: LiteLLM, Envoy AI Gateway, Cloudflare, Kong,
 * Helicone, OpenRouter, or a company's own. The caller's provider key is stripped unless `credentials: 'forward'`.
 *
 * @throws ConfigurationError when the base URL is missing, unreadable or insecure.
 */
export function gateway(options: GatewayOptions): GatewayRoute {
  refuseUnknownOptions(options, [...COMMON_OPTIONS, 'paths'], 'gateway()')
  if (optionText(options.baseURL) === undefined) throw new ConfigurationError('gateway() needs `baseURL`.')
  const base = completeBase(options.baseURL, 'gateway()', options)
  const apiKey = optionText(options.apiKey)
  return createGatewayRoute({
    name: 'gateway',
    options,
    keys: { authorization: apiKey === undefined ? undefined : `Bearer ${apiKey}` },
    credentials: options.credentials ?? 'strip',
    details: { baseURL: base, model: options.model },
    url: (request) => joinURL(base, pathOf(request, options), request.url.search),
    socketBaseURL: () => base,
    named: (model) => gateway({ ...options, model }),
  })
}

/** The mapped path, else the client's own, Azure's deployment included. */
function pathOf(request: GatewayRequest, options: GatewayOptions): string {
  if (options.paths !== undefined && Object.hasOwn(options.paths, request.endpoint)) {
    return options.paths[request.endpoint] ?? request.endpoint
  }
  return request.deployment === undefined
    ? request.endpoint
    : `/deployments/${encodeURIComponent(request.deployment)}${request.endpoint}`
}
