import { explainedCall as callOfAnthropic, isAnthropicClient, isChatAnthropic } from '@patchbay/anthropic'
import {
  type ClientFacts,
  dispatch,
  endpointFor,
  type GatewayRoute,
  isRecord,
  parseJSON,
  PatchbayRequestError,
  type Route,
} from '@patchbay/core'
import { explainedCall as callOfLangChain, isLangChainModel } from '@patchbay/langchain'
import { type AskedCall, type BuiltCall, explainedCall as callOfOpenAI } from '@patchbay/openai'

import type { ExplainOptions } from './explained-request.ts'

/**
 * Serves a request as the client, or a plain `fetch`, would send it. It resolves where the route answers, which only its refusals do.
 *
 * @param query where it is asked what `query` would send
 * @throws PatchbayRequestError for a refusal
 */
export async function sendByClient(
  route: Route,
  request: unknown,
  { endpoint = '/chat/completions', client, headers = {} }: ExplainOptions,
  signal: AbortSignal,
  query?: QueryTarget,
): Promise<never> {
  const path = endpoint.startsWith('/') ? endpoint : `/${endpoint}`
  const asked: AskedCall = {
    method: request === undefined ? 'GET' : 'POST',
    path,
    body: request,
    headers: Object.fromEntries(Object.entries(headers)),
  }
  const built = query === undefined ? await buildCall(client, asked) : buildQuery(query, asked)
  const call = { ...built.call, init: { ...built.call.init, signal } }
  throw await readRefusal(await dispatch(route, call, built.client))
}

/** Where a query goes. */
export interface QueryTarget {
  readonly route: Route
  /** By the gateway's own endpoint for queries, which takes the place of an endpoint. */
  readonly isDirect: boolean
}

/** Where `query` would send by a route; `undefined` where something else is asked. */
export function findQuery(route: Route, { endpoint, client }: ExplainOptions): QueryTarget | undefined {
  if (endpoint !== '/query' || client !== undefined) return undefined
  const direct = (route as Partial<GatewayRoute>).forQuery?.()
  return { route: direct ?? route, isDirect: direct !== undefined }
}

async function buildCall(client: object | undefined, asked: AskedCall): Promise<BuiltCall> {
  if (client === undefined) return buildPlainCall('https://api.openai.com/v1', asked)
  if (isLangChainModel(client)) return callOfLangChain(client, asked)
  if (isAnthropicClient(client) || isChatAnthropic(client)) return callOfAnthropic(client, asked)
  return callOfOpenAI(client, asked)
}

/** What a `fetch` of `createFetch` is given by an SDK that says nothing of its own. */
function buildPlainCall(baseURL: string, { method, path, body, headers }: AskedCall): BuiltCall {
  const content = body === undefined ? {} : { 'content-type': 'application/json' }
  return {
    call: {
      url: baseURL + path,
      init: {
        method,
        headers: { ...content, ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
    },
    client: plainFacts(baseURL),
  }
}

/** What `query` sends: to the gateway's own endpoint for queries, or to the endpoint that the body is for. */
function buildQuery({ isDirect }: QueryTarget, { body, ...asked }: AskedCall): BuiltCall {
  const path = isDirect || !isRecord(body) ? '' : endpointFor(body)
  const built = buildPlainCall('https://query.invalid', { ...asked, path, body })
  return { ...built, client: plainFacts('') }
}

function plainFacts(baseURL: string): ClientFacts {
  const fetch = () => Promise.reject(new TypeError('An explained request is not sent.'))
  return { kind: 'fetch', baseURL, fetch, customFetch: false }
}

async function readRefusal(response: Response): Promise<PatchbayRequestError> {
  const text = await response.text()
  const body = parseJSON(text) ?? text
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {}
  const { message, code } = error as { readonly message?: unknown; readonly code?: unknown }
  return new PatchbayRequestError(
    typeof message === 'string' ? message : `The route would refuse the request with ${response.status}.`,
    { status: response.status, code: typeof code === 'string' ? code : undefined, body },
  )
}
