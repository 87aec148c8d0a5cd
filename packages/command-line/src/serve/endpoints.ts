import { type ClientProtocol, splitEndpoint } from '@patchbay/core'

import { Refusal } from './refusal.ts'

/** The methods of each endpoint that is served. A name in braces at the end stands for the rest of the path. */
const ENDPOINTS: readonly (readonly [path: string, ...methods: readonly string[]])[] = [
  ['/chat/completions', 'POST'],
  ['/completions', 'POST'],
  ['/embeddings', 'POST'],
  ['/images/generations', 'POST'],
  ['/moderations', 'POST'],
  ['/messages', 'POST'],
  ['/messages/count_tokens', 'POST'],
  ['/models', 'GET'],
  ['/models/{id}', 'GET'],
  ['/responses', 'POST'],
  ['/responses/input_tokens', 'POST'],
  ['/responses/{id}/cancel', 'POST'],
  ['/responses/{id}/input_items', 'GET'],
  ['/responses/{id}', 'GET', 'DELETE'],
]

/** What a request asks for. */
export interface Target {
  /** Its path as it came. */
  readonly path: string
  /** The host that it names beside `Host`, in the absolute form; `undefined` in the usual one. */
  readonly host: string | undefined
  /** The endpoint without version and deployment, e.g. `/chat/completions`. */
  readonly endpoint: string
  /** Whose protocol it is: that of the answer, and of errors. */
  readonly protocol: ClientProtocol
  /** The URL that the route is given: the same endpoint of the provider whose protocol it is. */
  readonly providerURL: string
}

/** What each provider's clients have as their base URL. A route that tells a gateway of the provider takes it from there. */
const PROVIDER_BASE: Readonly<Record<ClientProtocol, string>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
}

/**
 * Reads the target of a request: with or without `/v1`, below `/openai` as Azure's clients have it, and in the absolute form that is
 * sent to proxies.
 *
 * @param isAnthropic whether the request has `anthropic-version`: it decides where the path is both providers'
 */
export function readTarget(requestTarget: string, isAnthropic: boolean): Target {
  const isPath = requestTarget.startsWith('/')
  const url = URL.parse(isPath ? `http://localhost${requestTarget}` : requestTarget)
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new Refusal(400, 'invalid_target', 'The target of the request is not a path.')
  // Some have the version both in the base URL and in their paths.
  url.pathname = url.pathname.replace(/^(?:\/v1)+(?=\/v1(?:\/|$))/, '')
  const { endpoint, deployment } = splitEndpoint(url, 'http://localhost/v1')
  const protocol = protocolOf(endpoint, isAnthropic)
  const base =
    deployment === undefined
      ? PROVIDER_BASE[protocol]
      : `https://api.openai.com/openai/deployments/${encodeURIComponent(deployment)}`
  return {
    path: url.pathname,
    host: isPath ? undefined : url.host,
    endpoint,
    protocol,
    providerURL: `${base}${endpoint}${url.search}`,
  }
}

function protocolOf(endpoint: string, isAnthropic: boolean): ClientProtocol {
  if (endpoint === '/messages' || endpoint.startsWith('/messages/')) return 'anthropic'
  const isShared = find(endpoint) === undefined || endpoint.startsWith('/models')
  return isShared && isAnthropic ? 'anthropic' : 'openai'
}

/**
 * Holds a request to what is served.
 *
 * @param isSocket whether it asks for a WebSocket
 * @throws Refusal 404, 405 or 426
 */
export function requireEndpoint({ endpoint, path }: Target, method: string, isSocket: boolean): void {
  // Codex CLI asks for a WebSocket first. By this status it goes over to HTTP at once, by any other after seven tries.
  if (isSocket)
    throw new Refusal(426, 'websocket_unsupported', 'There are no WebSockets here: ask by plain HTTP.', {
      upgrade: 'HTTP/1.1',
    })
  const found = find(endpoint)
  if (found === undefined || leadsElsewhere(path))
    throw new Refusal(
      404,
      'unsupported_endpoint',
      `There is no ${path} here. Served are ${ENDPOINTS.map(([served]) => `/v1${served}`).join(', ')}.`,
    )
  const [, ...methods] = found
  if (!methods.includes(method))
    throw new Refusal(
      405,
      'method_not_allowed',
      `${path} does not take ${method}, but ${methods.join(' and ')}.`,
      { allow: methods.join(', ') },
    )
}

function find(endpoint: string) {
  return ENDPOINTS.find(([pattern]) => matches(pattern, endpoint))
}

/** Ids of models may have slashes in them, those of responses have none. */
function matches(pattern: string, endpoint: string): boolean {
  const [start = '', end] = pattern.split('{id}')
  if (end === undefined) return endpoint === pattern
  if (!endpoint.startsWith(start) || !endpoint.endsWith(end)) return false
  const id = endpoint.slice(start.length, endpoint.length - end.length)
  return id !== '' && (start === '/models/' || !/[/\\]/.test(decodeDelimiters(id)))
}

/** Whether a server that decodes it first would read another path in it: `/v1/models/..%2fadmin`. */
function leadsElsewhere(path: string): boolean {
  return decodeDelimiters(path)
    .split(/[/\\]/)
    .some((segment) => segment === '.' || segment === '..')
}

/** A path with what divides paths decoded, once and once more: `%252f` is `%2f` behind a server that passes it on. */
function decodeDelimiters(path: string): string {
  const once = (text: string): string => text.replaceAll(/%(?:25|2e|2f|5c)/gi, decodeURIComponent)
  return once(once(path))
}
