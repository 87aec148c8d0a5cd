import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { Clock } from './clock.ts'
import {
  attemptWithin,
  type Cooldown,
  type CooldownOptions,
  createCooldown,
  frozenCooldown,
} from './cooldown.ts'
import {
  attempt,
  DEFAULT_CONDITION,
  type FailedOutcome,
  type Failure,
  type FailureCondition,
  handOn,
} from './failure.ts'
import { createPolicyRoute } from './policy-route.ts'
import { replayable } from './replayable.ts'

/** Options of `fallback`. */
export interface FallbackOptions {
  /** The failures that move on to the next route. */
  on?: FailureCondition | undefined
  /** Leaves a route out for a while after so many of those failures in a row. Default: every request tries every route. */
  cooldown?: CooldownOptions | undefined
  /** The passing of time, for tests. */
  clock?: Clock | undefined
}

const OPTIONS = ['on', 'cooldown', 'clock'] as const satisfies (keyof FallbackOptions)[]

/**
 * Tries routes in order until one answers. A successful answer is returned as soon as its first content is there: what fails
 * after that does not fall back, since its reader already has a part of it. When all fail, the last error is returned, with
 * `attempts` in its envelope. With `cooldown` routes are passed over that have failed; where that leaves none, the one whose
 * time is over soonest is tried.
 *
 * @throws ConfigurationError for an empty list, an item that is not a route, or options that make no sense.
 */
export function fallback(routes: readonly Route[], options: FallbackOptions = {}): Route {
  if (!Array.isArray(routes))
    throw new ConfigurationError('fallback() takes a list of routes: fallback([javelin(), bedrock()]).')
  refuseUnknownOptions(options, OPTIONS, 'fallback()')
  const { on = DEFAULT_CONDITION, cooldown, clock } = options
  const targets: readonly Route[] = [...(routes as readonly Route[])]
  const kept = createCooldown('fallback', targets.length, cooldown, clock)
  const policy: Fallback = { routes: targets, condition: on, cooldown: kept, clock }
  return createPolicyRoute({
    name: 'fallback',
    routes: targets,
    details: cooldown === undefined ? {} : { cooldown: { ...cooldown } },
    serve: (request, send) => serve(policy, request, send),
    peek: (request, send) => serve({ ...policy, cooldown: frozenCooldown(kept) }, request, send),
  })
}

interface Fallback {
  readonly routes: readonly Route[]
  readonly condition: FailureCondition
  readonly cooldown: Cooldown
  readonly clock: Clock | undefined
}

/** The routes to try, one after the other, as they are available then: where none is, the one due soonest. */
function* inOrder({ routes, cooldown }: Fallback): Generator<number, void> {
  let isAny = false
  for (const index of routes.keys()) {
    if (!cooldown.isAvailable(index)) continue
    isAny = true
    yield index
  }
  const soonest = isAny ? undefined : cooldown.soonest([...routes.keys()])
  if (soonest !== undefined) yield soonest
}

async function serve(policy: Fallback, given: RouteRequest, send: SendVia): Promise<Response> {
  const { routes, condition, cooldown, clock } = policy
  const request = routes.length === 1 ? given : await replayable(given)
  const failures: Failure[] = []
  let last: FailedOutcome | undefined
  for (const index of inOrder(policy)) {
    const route = routes[index] as Route
    request.signal?.throwIfAborted()
    const tried = await attemptWithin(cooldown, index, condition, () => attempt(route, request, send, clock))
    const { outcome, counts } = tried
    if (outcome.failure === undefined) return outcome.response
    failures.push(outcome.failure)
    last = outcome
    if (!counts) break
  }
  if (last === undefined) throw new TypeError('fallback() has no routes.')
  return handOn(last, failures)
}
