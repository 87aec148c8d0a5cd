import { clientProtocol } from '../client-protocol.ts'
import type { RouteRequest } from '../route-request.ts'

const OPENAI_BASE_URL = 'https://api.openai.com/v1'

/** Whether a request has Azure's form. For LangChain and plain `fetch` the deployment in the path tells. */
export function isAzure(request: RouteRequest): boolean {
  return request.client.kind === 'azure-openai' || request.deployment !== undefined
}

/**
 * The base URL of the provider that a request was meant for: the client's own, for Azure the resource's endpoint. A
 * client that was built for the gateway at `root` gets its provider's default, never the gateway. `undefined` where
 * nothing is known. User names, passwords and queries are left out.
 */
export function providerBase(request: RouteRequest, root: string): string | undefined {
  const base = URL.parse(request.client.kind === 'fetch' ? builtBase(request) : request.client.baseURL)
  if (base === null) return undefined
  if (base.origin === new URL(root).origin) return defaultBase(request)
  const path = isAzure(request)
    ? base.pathname.replace(/\/openai(?:\/v1|\/deployments\/[^/]+)?\/*$/, '')
    : base.pathname
  return `${base.origin}${path.replace(/(?<!\/)\/+$/, '')}`
}

/** A plain `fetch` has no base of its own: it is what its URL has before the endpoint. */
function builtBase(request: RouteRequest): string {
  if (request.client.baseURL === '') return ''
  const { origin, pathname } = request.url
  const path = pathname.endsWith(request.endpoint)
    ? pathname.slice(0, pathname.length - request.endpoint.length)
    : pathname
  // Anthropic has the version in its paths rather than in its base URL.
  const version = clientProtocol(request.url, request.client, request.headers) === 'anthropic' ? /\/v1$/ : /$/
  return origin + path.replace(version, '')
}

/** There is no default for Azure, where every resource has its own host, nor for AWS, where every region has. */
function defaultBase(request: RouteRequest): string | undefined {
  if (isAzure(request) || request.client.kind === 'bedrock') return undefined
  return request.client.kind === 'anthropic' ? 'https://api.anthropic.com' : OPENAI_BASE_URL
}
