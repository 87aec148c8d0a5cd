import { errorResponse, rememberFailedAnswer, type ClientFacts, type RouteRequest } from '@patchbay/core'
import { TranslationError } from '@patchbay/translator'

import { EventStreamError } from '../event-stream/event-stream-error.ts'
import type { FailureInStream } from '../server-sent-events.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** What LangChain's clients are told where the service does not say when to try again. They look whether it is there, and do not wait. */
const ASSUMED_RETRY_AFTER = { 'retry-after': '1', 'x-patchbay-retry-after': 'assumed' } as const

/**
 * The answer that reports a failure. An abort is thrown on, with the signal's reason, and so is a broken connection, of
 * which the clients make their own connection error.
 */
export function failureResponse(
  error: unknown,
  { signal, client }: Pick<RouteRequest, 'signal' | 'client'>,
): Response {
  if (signal?.aborted) throw signal.reason
  const failure = asRequestFailure(error)
  if (failure === undefined) throw error
  return toAnswer(failure, failure.headers, client)
}

function toAnswer(
  { details, message }: RequestFailure,
  headers: Readonly<Record<string, string>>,
  { needsRetryAfter }: Pick<ClientFacts, 'needsRetryAfter'>,
): Response {
  const assumed = needsRetryAfter === true && details.status === 429 && headers['retry-after'] === undefined
  return errorResponse(
    details.status,
    { ...details, message },
    { ...headers, ...(assumed ? ASSUMED_RETRY_AFTER : {}) },
  )
}

/** The failure that an error stands for; `undefined` for broken connections and for bugs. */
export function asRequestFailure(error: unknown): RequestFailure | undefined {
  if (error instanceof RequestFailure) return error
  if (TranslationError.is(error)) {
    const { message, status, type, code, param } = error
    return new RequestFailure(message, { status, type, code, param }, status < 500 ? DO_NOT_RETRY : {})
  }
  if (error instanceof EventStreamError) {
    return new RequestFailure(error.message, {
      status: 502,
      type: 'server_error',
      code: 'malformed_event_stream',
    })
  }
  return undefined
}

/**
 * What a failure becomes after the status was sent. Where the client can make its SDK's own errors, the body ends
 * with one: `RateLimitError` with status 429, say. The SDKs make an error without a status of an error event, but
 * rethrow what the body ends with. All other clients get the event.
 */
export function inStreamFailure(
  error: unknown,
  signal: AbortSignal | undefined,
  client: ClientFacts,
  headers: Readonly<Record<string, string>>,
): FailureInStream {
  if (signal?.aborted) return { error: signal.reason }
  const failure = asRequestFailure(error)
  if (failure === undefined) return { error }
  const { details, message } = failure
  const body = { error: { message, ...details } }
  const all = { ...headers, ...failure.headers }
  const ofClient = client.statusError?.(details.status, body, new Headers(all))
  if (ofClient === undefined) return { event: body }
  // Before anything of the stream was handed on, a policy gives this answer instead.
  rememberFailedAnswer(ofClient, () => toAnswer(failure, all, client))
  return { error: ofClient }
}
