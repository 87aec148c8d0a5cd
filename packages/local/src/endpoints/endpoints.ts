import type { RouteRequest } from '@patchbay/core'

import type { Services } from '../backend/backend.ts'
import { serveChatCompletion } from './chat-completions.ts'
import { serveCompletions } from './completions.ts'
import { serveEmbeddings } from './embeddings.ts'
import { listModels, retrieveModel } from './models.ts'
import { countResponseTokens, serveResponse } from './responses.ts'

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
  { method: 'GET', path: '/models', serve: listModels },
  { method: 'GET', path: '/models/{id}', serve: retrieveModel },
  { method: 'POST', path: '/responses', serve: serveResponse },
  { method: 'POST', path: '/responses/input_tokens', serve: countResponseTokens },
] as const satisfies readonly Endpoint[]

/** The endpoint that a request is for, or `undefined`. */
export function findEndpoint({
  method,
  endpoint,
}: Pick<RouteRequest, 'method' | 'endpoint'>): Endpoint | undefined {
  return ENDPOINTS.find((candidate) => candidate.method === method && matches(candidate.path, endpoint))
}

/** `POST /chat/completions`, ... */
export function servedEndpoints(): string[] {
  return ENDPOINTS.map(({ method, path }) => `${method} ${path}`)
}

function matches(pattern: string, path: string): boolean {
  const brace = pattern.indexOf('{')
  return brace === -1 ? pattern === path : path.startsWith(pattern.slice(0, brace)) && path.length > brace
}
