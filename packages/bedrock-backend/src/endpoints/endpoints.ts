import { clientProtocol, type RouteRequest } from '@patchbay/core'

import type { Services } from '../backend/backend.ts'
import { serveChatCompletion } from './chat-completions.ts'
import { serveCompletions } from './completions.ts'
import { serveEmbeddings } from './embeddings.ts'
import { serveMessages, serveMessageTokens } from './messages.ts'
import { serveAnthropicModel, serveAnthropicModelList } from './messages/models.ts'
import { serveImages } from './images.ts'
import { serveModel, serveModelList } from './models.ts'
import { serveModerations } from './moderations.ts'
import { countResponseTokens, serveResponse } from './responses.ts'
import { refuseStored } from './responses/stored-responses.ts'

/** One of OpenAI's endpoints. A failure is thrown: `RequestFailure`, `TranslationError`, or the transport's own. */
export interface Endpoint {
  readonly method: string
  /** Below the client's base URL. A name in braces at the end stands for the rest of the path. */
  readonly path: string
  readonly serve: (request: RouteRequest, services: Services) => Promise<Response>
}

/** What `bedrock()` serves: one row for each endpoint. */
const ENDPOINTS = [
  { method: 'POST', path: '/chat/completions', serve: serveChatCompletion },
  { method: 'POST', path: '/completions', serve: serveCompletions },
  { method: 'POST', path: '/embeddings', serve: serveEmbeddings },
  { method: 'POST', path: '/images/generations', serve: serveImages },
  { method: 'POST', path: '/moderations', serve: serveModerations },
  { method: 'GET', path: '/models', serve: serveModelList },
  { method: 'GET', path: '/models/{id}', serve: serveModel },
  { method: 'POST', path: '/responses', serve: serveResponse },
  { method: 'POST', path: '/responses/input_tokens', serve: countResponseTokens },
] as const satisfies readonly Endpoint[]

/** What nobody can serve who stores nothing: refused by name. */
const STATEFUL_ENDPOINTS = ['/responses/{id}', '/conversations', '/conversations/{id}'].flatMap((path) =>
  ['GET', 'POST', 'DELETE'].map((method): Endpoint => ({ method, path, serve: refuseStored })),
)

/** What `bedrock()` serves of Anthropic's API. */
const ANTHROPIC_ENDPOINTS = [
  { method: 'POST', path: '/messages', serve: serveMessages },
  { method: 'POST', path: '/messages/count_tokens', serve: serveMessageTokens },
  { method: 'GET', path: '/models', serve: serveAnthropicModelList },
  { method: 'GET', path: '/models/{id}', serve: serveAnthropicModel },
] as const satisfies readonly Endpoint[]

/** The endpoint that a request is for, or `undefined`. */
export function findEndpoint(
  request: Pick<RouteRequest, 'method' | 'endpoint' | 'url' | 'client'>,
): Endpoint | undefined {
  return [...endpointsFor(request), ...STATEFUL_ENDPOINTS].find(
    ({ method, path }) => method === request.method && matches(path, request.endpoint),
  )
}

/** `POST /chat/completions`, ..., as far as the caller's protocol goes. */
export function servedEndpoints(request: Pick<RouteRequest, 'url' | 'client'>): string[] {
  return endpointsFor(request).map(({ method, path }) => `${method} ${path}`)
}

/** The protocol have paths in common, whose answers differ. */
function endpointsFor({ url, client }: Pick<RouteRequest, 'url' | 'client'>): readonly Endpoint[] {
  return clientProtocol(url, client) === 'anthropic' ? ANTHROPIC_ENDPOINTS : ENDPOINTS
}

function matches(pattern: string, path: string): boolean {
  const brace = pattern.indexOf('{')
  return brace === -1 ? pattern === path : path.startsWith(pattern.slice(0, brace)) && path.length > brace
}
