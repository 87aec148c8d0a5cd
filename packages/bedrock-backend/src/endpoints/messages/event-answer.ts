import { type RouteRequest, toAnthropicError } from '@patchbay/core'

import { inStreamFailure } from '../../backend/failure.ts'
import { unknownOperation } from '../../backend/service-error.ts'
import { toRequestFailure } from '../../backend/service-failure.ts'
import type { FailureInStream } from '../../server-sent-events.ts'
import { connectionError, readText, type HttpAnswer } from '../../transport/http-client.ts'
import type { ChunkSource } from '../../server-sent-events.ts'
import { type NamedEvent, namedEvents } from './named-events.ts'

/** An answer of server-sent events. Its status is sent now: failures from here on are events, or errors of the body. */
export function eventAnswer(
  source: ChunkSource<NamedEvent>,
  { client, signal }: RouteRequest,
  headers: Readonly<Record<string, string>>,
): Response {
  const onFailure = (error: unknown): FailureInStream => {
    const failure = inStreamFailure(error, signal, client, headers)
    if ('error' in failure) return failure
    return { event: toAnthropicError(statusOf(failure.event), failure.event, headers['request-id'] ?? null) }
  }
  return new Response(namedEvents(source, onFailure), {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  })
}

/** Bedrock's request id, under the name that Anthropic's SDK reads. */
export function requestIdHeaders(answer: HttpAnswer): Record<string, string> {
  const requestId = answer.header('x-amzn-requestid')
  return requestId === undefined ? {} : { 'request-id': requestId }
}

/** @throws RequestFailure where a stream was asked for and something else came. */
export async function refuseWhole(answer: HttpAnswer): Promise<void> {
  if (answer.header('content-type')?.includes('json') !== true) return
  let body: unknown
  try {
    body = JSON.parse(await readText(answer.body))
  } catch (error) {
    throw connectionError(error)
  }
  throw (
    unknownOperation(body) ??
    toRequestFailure({ status: 502, message: 'Amazon Bedrock did not answer with a stream.' })
  )
}

function statusOf(event: unknown): number {
  const { error } = event as { error?: { status?: unknown } }
  return typeof error?.status === 'number' ? error.status : 500
}
