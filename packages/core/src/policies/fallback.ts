import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { Clock } from './clock.ts'
import {
  attempt,
  DEFAULT_CONDITION,
  type FailedOutcome,
  type Failure,
  type FailureCondition,
  handOn,
  meets,
} from './failure.ts'
import { createPolicyRoute } from './policy-route.ts'
import { replayable } from './replayable.ts'

/** Options of `fallback`. */
export interface FallbackOptions {
  /** The failures that move on to the next route. */
  on?: FailureCondition | undefined
  /** The passing of time, for tests. */
  clock?: Clock | undefined
}

const OPTIONS = ['on', 'clock'] as const satisfies (keyof FallbackOptions)[]

/**
 * Tries routes in order until one answers. A successful answer is returned as soon as its first content is there: what fails
 * after that does not fall back, since its reader already has a part of it. When all fail, the last error is returned, with
 * `attempts` in its envelope.
 *
 * @throws ConfigurationError for an empty list, or an item that is not a route.
 */
export function fallback(routes: readonly Route[], options: FallbackOptions = {}): Route {
  if (!Array.isArray(routes))
    throw new ConfigurationError('fallback() takes a list of routes: fallback([javelin(), bedrock()]).')
  refuseUnknownOptions(options, OPTIONS, 'fallback()')
  const condition = options.on ?? DEFAULT_CONDITION
  const targets: readonly Route[] = [...(routes as readonly Route[])]
  return createPolicyRoute({
    name: 'fallback',
    routes: targets,
    details: {},
    serve: (request, send) => serve(targets, condition, options.clock, request, send),
  })
}

async function serve(
  routes: readonly Route[],
  condition: FailureCondition,
  clock: Clock | undefined,
  given: RouteRequest,
  send: SendVia,
): Promise<Response> {
  const request = routes.length === 1 ? given : await replayable(given)
  const failures: Failure[] = []
  let last: FailedOutcome | undefined
  for (const route of routes) {
    request.signal?.throwIfAborted()
    const outcome = await attempt(route, request, send, clock)
    if (outcome.failure === undefined) return outcome.response
    failures.push(outcome.failure)
    last = outcome
    if (!meets(condition, outcome.failure)) break
  }
  if (last === undefined) throw new TypeError('fallback() has no routes.')
  return handOn(last, failures)
}
