import { isConnectionFailure } from '@patchbay/core'

import { type AccessRules, requireHost, requireKey, requireOrigin } from './access.ts'
import { answerCors } from './cors.ts'
import { readTarget, requireEndpoint, type Target } from './endpoints.ts'
import type { Exchange } from './exchange.ts'
import { requestHeaders, withoutKeys } from './forward-headers.ts'
import { answerOwnPath } from './own-paths.ts'
import { readBody } from './read-body.ts'
import { Refusal, refusalResponse, Unreachable } from './refusal.ts'
import { writeAnswer, writeEarlyAnswer } from './write-answer.ts'

/** What requests are handled by. */
export interface Handling {
  readonly access: AccessRules
  /** The route. */
  readonly fetch: typeof fetch
  /** Bytes that a body may have. */
  readonly maxBody: number
  /** Told of requests that the route is never asked. */
  readonly onRefused: (refused: RefusedRequest) => void
}

/** A request that the route was not asked. */
export interface RefusedRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly code: string
}

/** Answers one request: itself, by the route, or in the error envelope of the caller's protocol. */
export async function handleRequest(exchange: Exchange, handling: Handling): Promise<void> {
  const { request, response, gone } = exchange
  let target: Target | undefined
  try {
    target = readTarget(request.url ?? '', request.headers['anthropic-version'] !== undefined)
    const admitted = await admit(exchange, target, handling)
    if (admitted === undefined) return
    await writeAnswer(response, await ask(exchange, target, admitted.body, handling), gone)
  } catch (error) {
    if (gone.aborted) return
    const refusal = error instanceof Refusal ? error : internalError()
    if (!(error instanceof Unreachable))
      handling.onRefused({
        method: request.method ?? '',
        path: target?.path ?? '',
        status: refusal.status,
        code: refusal.code,
      })
    const answer = refusalResponse(refusal, target?.protocol ?? 'openai')
    await writeEarlyAnswer(request, response, answer, exchange.isWaiting)
  }
}

/**
 * Holds a request to all rules, and reads its body.
 *
 * @returns its JSON text, if it has any; `undefined` where it has been answered here
 * @throws Refusal
 */
async function admit(
  exchange: Exchange,
  target: Target,
  { access, maxBody }: Handling,
): Promise<{ readonly body: string | undefined } | undefined> {
  const { request, response } = exchange
  requireHost(request.headers, access, target.host)
  if (answerCors(request, response, access)) return undefined
  requireOrigin(request.headers, access)
  if (answerOwnPath(exchange, target.path)) return undefined
  requireKey(request.headers, access)
  const isSocket = request.headers.upgrade?.toLowerCase() === 'websocket'
  requireEndpoint(target, request.method ?? '', isSocket)
  return { body: await readBody(request, response, maxBody, exchange.isWaiting) }
}

/** Asks the route. Its failures are answers, but for a connection that failed: the caller has no connection to it that could. */
async function ask(
  { request, gone }: Exchange,
  target: Target,
  body: string | undefined,
  handling: Handling,
): Promise<Response> {
  const { apiKey } = handling.access
  const headers = requestHeaders(request, apiKey)
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  try {
    return await handling.fetch(withoutKeys(target.providerURL, apiKey), {
      method: request.method ?? 'GET',
      headers,
      signal: gone,
      ...(body !== undefined && { body }),
    })
  } catch (error) {
    throw isConnectionFailure(error) ? new Unreachable(error) : error
  }
}

function internalError(): Refusal {
  return new Refusal(500, 'internal_error', 'The server failed on this request.')
}
