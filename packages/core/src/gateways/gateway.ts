import { joinURL } from '../secure-url.ts'
import { defineGateway } from './define-gateway.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'
import type { GatewayRequest } from './gateway-types.ts'

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
 * A route to any gateway that serves OpenAI's API under one base URL: LiteLLM, Envoy AI Gateway, Cloudflare, Kong,
 * Helicone, OpenRouter, or a company's own. The caller's provider key is stripped unless `credentials: 'forward'`.
 *
 * @throws ConfigurationError when the base URL is missing, unreadable or insecure.
 */
export const gateway = defineGateway<GatewayOptions>({
  name: 'gateway',
  options: ['paths'],
  keys: ({ apiKey }) => ({ authorization: apiKey === undefined ? undefined : `Bearer ${apiKey}` }),
  ownHeaders: false,
  url: (request, options) => joinURL(options.baseURL, buildPath(request, options), request.url.search),
  // Nothing is known of it but its options: `credentials: 'forward'` is to forward a signature for AWS.
  bedrock: { dropped: /^(?:x-amz-|amz-sdk-)/ },
})

/** The mapped path, else the client's own, Azure's deployment included. */
function buildPath(request: GatewayRequest, options: GatewayOptions): string {
  if (options.paths !== undefined && Object.hasOwn(options.paths, request.endpoint)) {
    return options.paths[request.endpoint] ?? request.endpoint
  }
  return request.deployment === undefined
    ? request.endpoint
    : `/deployments/${pathSegment(request.deployment)}${request.endpoint}`
}

/** One segment of a path, escaped as the client does it: what RFC 3986 lets a segment hold stays as it is. */
const pathSegment = (text: string): string => text.replaceAll(/[^\w.~!$&'()*+,;=:@-]+/g, encodeURIComponent)
