import { type ClientProtocol, clientProtocol } from '../client-protocol.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { errorResponse } from '../errors/error-response.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { Clock } from './clock.ts'
import { failedAnswerOf } from './failed-body.ts'
import type { TimeoutLimits } from './timeout-limits.ts'
import { createPolicyRoute } from './policy-route.ts'
import { createWatch, RouteTimeout, type Watch } from './watch.ts'

/** Options of `timeout`. */
export interface TimeoutOptions extends TimeoutLimits {
  /** The passing of time, for tests. */
  clock?: Clock | undefined
}

const LIMITS = ['connect', 'firstToken', 'idle', 'total'] as const satisfies (keyof TimeoutLimits)[]

/**
 * Limits the time of a route. When a limit passes before the answer is returned (with `firstToken`: before its first content
 * has arrived), the answer is a 504 with `code: 'route_timeout'` that clients do not retry, and a `fallback` takes over. What a
 * stream fails with before its first content is an answer with its own status then.
 * When a limit passes within a stream, the stream ends with an error event; any other body fails. The request to the
 * route is aborted in every case.
 *
 * @throws ConfigurationError when there is no limit, or one that is not a positive number.
 */
export function timeout(route: Route, options: TimeoutOptions): Route {
  refuseUnknownOptions(options, [...LIMITS, 'clock'], 'timeout()', exampleFor)
  const limits = Object.fromEntries(
    LIMITS.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  ) as TimeoutLimits
  const values = Object.values(limits)
  if (values.length === 0)
    throw new ConfigurationError(`timeout() needs at least one of ${LIMITS.join(', ')}, in milliseconds.`)
  if (values.some((value) => !(typeof value === 'number' && value > 0 && Number.isFinite(value))))
    throw new ConfigurationError('timeout(): limits must be positive numbers of milliseconds.')
  return createPolicyRoute({
    name: 'timeout',
    routes: [route],
    details: { ...limits },
    serve: (request, send) => serve(route, limits, request, send, options.clock),
  })
}

function exampleFor(given: unknown): string {
  return `, in milliseconds: timeout(route, { total: ${typeof given === 'number' ? given : 30_000} })`
}

async function serve(
  route: Route,
  limits: TimeoutLimits,
  request: RouteRequest,
  send: SendVia,
  clock: Clock | undefined,
): Promise<Response> {
  request.signal?.throwIfAborted()
  const watch = createWatch(clock, request.signal)
  for (const name of ['connect', 'firstToken', 'total'] as const) watch.start(name, limits[name])
  const signals = [watch.signal, ...(request.signal === undefined ? [] : [request.signal])]
  try {
    const answer = send(route, { ...request, signal: AbortSignal.any(signals) })
    const response = await watch.race(answer, (late) => late.body?.cancel())
    watch.stop('connect')
    return await watched(response, limits, watch, clientProtocol(request.url, request.client))
  } catch (error) {
    watch.stopAll()
    if (error instanceof RouteTimeout && error === watch.signal.reason) return tooLate(route, error)
    const answer = failedAnswerOf(error)
    if (answer !== undefined) return answer
    throw error
  }
}

/** The answer with its body monitored; with `firstToken` its first content has arrived already. */
async function watched(
  response: Response,
  limits: TimeoutLimits,
  watch: Watch,
  protocol: ClientProtocol,
): Promise<Response> {
  const { firstToken, idle, total } = limits
  if (response.body === null || (firstToken ?? idle ?? total) === undefined) {
    watch.stopAll()
    return response
  }
  const { watchedBody } = await import('./watched-body.ts')
  const body = await watchedBody(response, limits, watch, protocol)
  return new Response(body, {
    status: response.status,
    headers: new Headers(Object.fromEntries(response.headers)),
  })
}

function tooLate(route: Route, error: RouteTimeout): Response {
  const { message, limit } = error
  return errorResponse(
    504,
    { message: `The route "${route.name}" is too late: ${message}`, code: 'route_timeout', limit },
    { 'x-should-retry': 'false' },
  )
}
