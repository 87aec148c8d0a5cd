import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import { type Clock, SYSTEM_CLOCK, wait } from './clock.ts'
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

/** The delay before the next attempt: exponential with full jitter, or a function of the number of attempts so far, from 1. */
export type Backoff =
  | { readonly base?: number | undefined; readonly max?: number | undefined }
  | ((tries: number) => number)

/** Options of `retry`. */
export interface RetryOptions {
  /** How often a request is sent at most, including the first time. The client's own retries are additional. */
  attempts: number
  /** The failures that are tried again. An answer with `x-should-retry: false` never is. */
  on?: FailureCondition | undefined
  /**
   * Milliseconds to wait. Default `{ base: 500, max: 8000 }`. A `retry-after` of the answer counts instead, up to a
   * minute.
   */
  backoff?: Backoff | undefined
  /** The passing of time, for tests. */
  clock?: Clock | undefined
  /** Numbers from 0 to 1, for tests. Default: `Math.random`. */
  random?: (() => number) | undefined
}

const OPTIONS = ['attempts', 'on', 'backoff', 'clock', 'random'] as const satisfies (keyof RetryOptions)[]
const LONGEST_RETRY_AFTER = 60_000

/**
 * Retries one route until it answers. A successful answer is returned as soon as its first content is there. When all
 * attempts fail, the last error is returned, with `attempts` in its envelope.
 *
 * @throws ConfigurationError when `attempts` is not a whole number from 1.
 */
export function retry(route: Route, options: RetryOptions): Route {
  refuseUnknownOptions(options, OPTIONS, 'retry()', exampleFor)
  if (!Number.isInteger(options.attempts) || options.attempts < 1)
    throw new ConfigurationError('retry(): `attempts` must be a whole number, at least 1.')
  return createPolicyRoute({
    name: 'retry',
    routes: [route],
    details: { attempts: options.attempts },
    serve: (request, send) => serve(route, options, request, send),
  })
}

function exampleFor(given: unknown): string {
  return `: retry(route, { attempts: ${typeof given === 'number' ? given : 3} })`
}

async function serve(
  route: Route,
  options: RetryOptions,
  given: RouteRequest,
  send: SendVia,
): Promise<Response> {
  const { attempts, on = DEFAULT_CONDITION, clock = SYSTEM_CLOCK } = options
  const request = attempts === 1 ? given : await replayable(given)
  const failures: Failure[] = []
  for (;;) {
    const outcome = await attempt(route, request, send, clock)
    if (outcome.failure === undefined) return outcome.response
    failures.push(outcome.failure)
    const mayRetry = outcome.response?.headers.get('x-should-retry') !== 'false'
    if (failures.length >= attempts || !mayRetry || !meets(on, outcome.failure))
      return handOn(outcome, failures)
    await wait(clock, computeDelay(outcome, failures.length, options), request.signal)
  }
}

function computeDelay(outcome: FailedOutcome, tries: number, options: RetryOptions): number {
  const asked = readRetryAfter(outcome.response?.headers)
  if (asked !== undefined) return Math.min(asked, LONGEST_RETRY_AFTER)
  const { backoff = {}, random = Math.random } = options
  if (typeof backoff === 'function') return Math.max(0, backoff(tries))
  const { base = 500, max = 8000 } = backoff
  return random() * Math.min(max, base * 2 ** (tries - 1))
}

/**
 * `retry-after-ms`, or `retry-after` in seconds. Dates are left to the backoff: clocks differ. So is what a route has put there for
 * a client that needs one, and nobody has said.
 */
function readRetryAfter(headers: Headers | undefined): number | undefined {
  if (headers?.get('x-patchbay-retry-after') === 'assumed') return undefined
  const milliseconds = parseNonNegative(headers?.get('retry-after-ms'))
  const seconds = parseNonNegative(headers?.get('retry-after'))
  return milliseconds ?? (seconds === undefined ? undefined : seconds * 1000)
}

function parseNonNegative(text: string | null | undefined): number | undefined {
  const number = text === null || text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) && number >= 0 ? number : undefined
}
