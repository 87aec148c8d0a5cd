import { clientProtocol, loadAhead, type RouteRequest } from '@patchbay/core'

import type { ServeEndpoint } from '../backend/services.ts'

/** One endpoint of OpenAI's or Anthropic's API. */
export interface Endpoint {
  readonly method: string
  /** Below the client's base URL. A name in braces at the end stands for the rest of the path. */
  readonly path: string
  /** Loads what serves it: an application that only chats loads nothing else. */
  readonly load: () => ServeEndpoint | Promise<ServeEndpoint>
}

/** What `bedrock()` serves: one row for each endpoint, those first that most requests are for. */
const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/chat/completions',
    load: loadAhead(async () => (await import('./chat-completions.ts')).serveChatCompletion),
  },
  {
    method: 'POST',
    path: '/responses',
    load: loadAhead(async () => (await import('./responses.ts')).serveResponse),
  },
  {
    method: 'POST',
    path: '/completions',
    load: loadAhead(async () => (await import('./completions.ts')).serveCompletions),
  },
  {
    method: 'POST',
    path: '/embeddings',
    load: loadAhead(async () => (await import('./embeddings.ts')).serveEmbeddings),
  },
  {
    method: 'POST',
    path: '/images/generations',
    load: loadAhead(async () => (await import('./images.ts')).serveImages),
  },
  {
    method: 'POST',
    path: '/moderations',
    load: loadAhead(async () => (await import('./moderations.ts')).serveModerations),
  },
  {
    method: 'GET',
    path: '/models',
    load: loadAhead(async () => (await import('./models.ts')).serveModelList),
  },
  {
    method: 'GET',
    path: '/models/{id}',
    load: loadAhead(async () => (await import('./models.ts')).serveModel),
  },
  {
    method: 'POST',
    path: '/responses/input_tokens',
    load: loadAhead(async () => (await import('./responses.ts')).countResponseTokens),
  },
]

/** What Bedrock clients are served by: for models that Converse does not have, and by a `fetch`. Not listed: others do not ask for it. */
const CONVERSE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/converse',
    load: loadAhead(async () => (await import('./converse.ts')).serveConverse),
  },
  {
    method: 'POST',
    path: '/converse/count-tokens',
    load: loadAhead(async () => (await import('./converse.ts')).countConverseTokens),
  },
  {
    method: 'POST',
    path: '/model/{id}',
    load: loadAhead(async () => (await import('./bedrock-commands.ts')).serveBedrockCommand),
  },
]

/** What Bedrock has stored of native Responses. */
const STORED_ENDPOINTS = (['GET', 'POST', 'DELETE'] as const).map((method): Endpoint => ({
  method,
  path: '/responses/{id}',
  load: loadAhead(async () => (await import('./stored-responses.ts')).serveStoredResponse),
}))

/** Endpoints that need stored conversations: refused by name, since there are none. */
const REFUSED_ENDPOINTS = ['/conversations', '/conversations/{id}'].flatMap((path) =>
  ['GET', 'POST', 'DELETE'].map((method): Endpoint => ({
    method,
    path,
    load: loadAhead(async () => (await import('./stored-responses.ts')).refuseStored),
  })),
)

/** What `bedrock()` serves of Anthropic's API. */
const ANTHROPIC_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/messages',
    load: loadAhead(async () => (await import('./messages.ts')).serveMessages),
  },
  {
    method: 'POST',
    path: '/messages/count_tokens',
    load: loadAhead(async () => (await import('./messages.ts')).serveMessageTokens),
  },
  {
    method: 'GET',
    path: '/models',
    load: loadAhead(async () => (await import('./anthropic-models.ts')).serveAnthropicModelList),
  },
  {
    method: 'GET',
    path: '/models/{id}',
    load: loadAhead(async () => (await import('./anthropic-models.ts')).serveAnthropicModel),
  },
]

/** Served for the clients of both protocols. */
const OTHER_ENDPOINTS = [...CONVERSE_ENDPOINTS, ...STORED_ENDPOINTS, ...REFUSED_ENDPOINTS]

/** The endpoint that a request is for, or `undefined`. */
export function findEndpoint(
  request: Pick<RouteRequest, 'method' | 'endpoint' | 'url' | 'client' | 'headers'>,
): Endpoint | undefined {
  const isAsked = ({ method, path }: Endpoint) => method === request.method && matches(path, request.endpoint)
  return endpointsFor(request).find(isAsked) ?? OTHER_ENDPOINTS.find(isAsked)
}

/** What is served of the caller's protocol. The protocols have paths in common, whose answers differ. */
export function endpointsFor({
  url,
  client,
  headers,
}: Pick<RouteRequest, 'url' | 'client' | 'headers'>): readonly Endpoint[] {
  return clientProtocol(url, client, headers) === 'anthropic' ? ANTHROPIC_ENDPOINTS : ENDPOINTS
}

function matches(pattern: string, path: string): boolean {
  const brace = pattern.indexOf('{')
  return brace === -1 ? pattern === path : path.startsWith(pattern.slice(0, brace)) && path.length > brace
}
