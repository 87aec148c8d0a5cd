import type { ClientKind, FetchLike } from '../src/client-facts.ts'
import { createRouteRequest, type RouteRequest } from '../src/route-request.ts'

/** The base URL that each kind of client has by itself. */
export const CLIENT_BASES = {
  openai: 'https://api.openai.com/v1',
  'azure-openai': 'https://contoso.openai.azure.com/openai',
  anthropic: 'https://api.anthropic.com',
  langchain: 'https://api.openai.com/v1',
  fetch: 'https://api.openai.com/v1',
  bedrock: 'https://bedrock-runtime.us-east-1.amazonaws.com',
} as const satisfies Record<ClientKind, string>

/** The provider key of the tests' clients: it must turn up only where the rules say so. */
export const PROVIDER_KEY = 'sk-provider-key-0123456789'

/** What a client does: everything has a default. */
export interface Call {
  readonly kind?: ClientKind
  /** Below the client's base; Azure's deployment and query included. */
  readonly path?: string
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly baseURL?: string
  readonly fetch?: FetchLike
  readonly signal?: AbortSignal
}

/** The `RouteRequest` that a client's call becomes. */
export function requestOf(call: Call = {}): RouteRequest {
  const kind = call.kind ?? 'openai'
  const baseURL = call.baseURL ?? CLIENT_BASES[kind]
  const path = call.path ?? '/chat/completions'
  const body = 'body' in call ? call.body : { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] }
  const credential =
    kind === 'azure-openai'
      ? { 'api-key': PROVIDER_KEY }
      : kind === 'anthropic'
        ? { 'x-api-key': PROVIDER_KEY }
        : { authorization: `Bearer ${PROVIDER_KEY}` }
  const init: RequestInit = {
    method: call.method ?? 'POST',
    headers: { ...credential, 'content-type': 'application/json', ...call.headers },
    ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    ...(call.signal !== undefined && { signal: call.signal }),
  }
  return createRouteRequest(
    { url: `${baseURL}${path}`, init },
    { kind, baseURL, fetch: call.fetch ?? fetch, customFetch: false },
  )
}
