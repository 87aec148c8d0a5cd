import { isConnectionFailure } from '../connection-failure.ts'
import { readAnswerText } from '../gateways/answer.ts'
import type { Clock } from './clock.ts'
import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'

/** One attempt that failed, as listed in the `attempts` of an error. Never contains a secret. */
export interface Attempt {
  /** The route's name. */
  readonly route: string
  /** The HTTP status; absent where no answer came. */
  readonly status?: number
  /** The error's `code`, where it has one. */
  readonly code?: string
  /** The error's message, in which keys are redacted. */
  readonly message: string
}

/** A failure, as conditions see it. */
export interface Failure extends Attempt {
  /** `status`: an answer with a status of 400 or more. `connection`: no answer. `fault`: the route itself failed. */
  readonly kind: 'status' | 'connection' | 'fault'
}

/**
 * Which failures a policy acts on: statuses and kinds, or a function. The default is connection failures and faults of a
 * route, 408, 429 and every 5xx, a route's timeout (504) among them. A caller's own abort never counts.
 */
export type FailureCondition =
  | readonly (number | 'connection' | 'fault' | '5xx')[]
  | ((failure: Failure) => boolean)

/** The default of `FailureCondition`. */
export const DEFAULT_CONDITION: FailureCondition = ['connection', 'fault', 408, 429, '5xx']

/** Whether a condition holds for a failure. */
export function meets(condition: FailureCondition, failure: Failure): boolean {
  if (typeof condition === 'function') return condition(failure)
  const { kind, status } = failure
  if (kind !== 'status') return condition.includes(kind)
  return status !== undefined && (condition.includes(status) || (condition.includes('5xx') && status >= 500))
}

/** The outcome of one attempt: an answer to return, or a failure with what is returned if nothing else succeeds. */
export type Outcome = { readonly response: Response; readonly failure?: undefined } | FailedOutcome

/** A failure: the answer that reports it, or what was thrown where there was none. */
export interface FailedOutcome {
  /** The failed answer, its body in memory. */
  readonly response?: Response
  /** What was thrown. */
  readonly error?: unknown
  /** The failure as conditions see it. */
  readonly failure: Failure
}

/**
 * Makes one attempt. The body of a failed answer is read here, which frees its connection.
 *
 * Rejects only when the caller aborted.
 */
export async function attempt(
  route: Route,
  request: RouteRequest,
  send: SendVia,
  clock?: Clock,
): Promise<Outcome> {
  try {
    const answer = await send(route, request)
    // Loaded with the first answer: many applications have policies at hand that few of their starts need.
    const { withTrueStatus } = await import('./reported-failure.ts')
    const response = await withTrueStatus(answer, clock)
    return response.status < 400 ? { response } : await failed(route, response)
  } catch (error) {
    if (request.signal?.aborted === true) throw error
    const kind = isConnectionFailure(error) ? 'connection' : 'fault'
    const message = kind === 'connection' ? 'The connection failed.' : 'The route itself failed.'
    return { error, failure: { kind, route: route.name, message } }
  }
}

async function failed(route: Route, response: Response): Promise<FailedOutcome> {
  const text = await readAnswerText(response)
  const body = parseJSON(text)
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {}
  const failure: Failure = {
    kind: 'status',
    route: route.name,
    status: response.status,
    ...(typeof error['code'] === 'string' && { code: error['code'] }),
    message: typeof error['message'] === 'string' ? error['message'] : `Status ${response.status}.`,
  }
  return { response: copyResponse(response, text), failure }
}

function copyResponse(response: Response, text: string): Response {
  const headers = new Headers(Object.fromEntries(response.headers))
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  return new Response(text, { status: response.status, headers })
}

/**
 * Returns the last failure: the answer with `attempts` in its envelope, or a rejection with `attempts` on the error.
 */
export async function handOn(outcome: FailedOutcome, attempts: readonly Failure[]): Promise<Response> {
  const told = attempts.map(toAttempt)
  if (outcome.response === undefined) throw withAttempts(outcome.error, told)
  if (told.length < 2) return outcome.response
  const text = await outcome.response.text()
  const body = parseJSON(text)
  if (!isRecord(body) || !isRecord(body['error'])) return copyResponse(outcome.response, text)
  return copyResponse(
    outcome.response,
    JSON.stringify({ ...body, error: { ...body['error'], attempts: told } }),
  )
}

function toAttempt({ route, status, code, message }: Failure): Attempt {
  return { route, ...(status !== undefined && { status }), ...(code !== undefined && { code }), message }
}

function withAttempts(error: unknown, attempts: readonly Attempt[]): unknown {
  if (error instanceof Error && Object.isExtensible(error) && attempts.length > 1)
    Object.defineProperty(error, 'attempts', {
      value: attempts,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  return error
}
