import type { RouteRequest } from '@patchbay/core'

import type { Services } from '../backend/backend.ts'
import { serveChatCompletion } from './chat-completions.ts'

/** One of OpenAI's endpoints. A failure is thrown: `RequestFailure`, `TranslationError`, or the transport's own. */
export interface Endpoint {
  readonly method: string
  /** Below the client's base URL. */
  readonly path: string
  readonly serve: (request: RouteRequest, services: Services) => Promise<Response>
}

/** What `bedrock()` serves: one row, and one file, for each endpoint. */
export const ENDPOINTS = [
  { method: 'POST', path: '/chat/completions', serve: serveChatCompletion },
] as const satisfies readonly Endpoint[]

/** `POST /chat/completions`, ... */
export function servedEndpoints(): string[] {
  return ENDPOINTS.map(({ method, path }) => `${method} ${path}`)
}
