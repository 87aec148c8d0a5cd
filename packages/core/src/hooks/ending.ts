import type { Redactor } from '../redaction/redactor.ts'
import { toHookError } from './hook-error.ts'
import type { HookError, HookOutcome } from './hook-event.ts'

/** How an attempt or a request has ended. */
export interface Ending {
  readonly outcome: HookOutcome
  readonly error: HookError | undefined
  /** The status of the answer, where it is not the one that was reported. */
  readonly status: number | undefined
}

/**
 * What an ending means, in the words of hooks. A route's own time limit is a failure of the route, no abort of the caller's.
 *
 * @param makeRedactor called where there is an error to be told
 */
export function toEnding(
  outcome: HookOutcome,
  error: unknown,
  status: number | undefined,
  makeRedactor: () => Redactor,
): Ending {
  if (outcome === 'ok') return { outcome, error: undefined, status }
  if (isRouteTimeout(error)) {
    const { message } = error
    const late = { name: 'TimeoutError', status: 504, code: 'route_timeout', message }
    return { outcome: 'error', error: late, status }
  }
  if (outcome === 'aborted') return { outcome, error: undefined, status }
  return { outcome, error: toHookError(error, status, makeRedactor()), status }
}

function isRouteTimeout(error: unknown): error is Error {
  return error instanceof Error && error.name === 'TimeoutError' && 'limit' in error
}
