import type { Observation, Route } from '@patchbay/core'
import type { Result } from '../smithy.ts'
import { ObservedCall } from './observed-call.ts'

/**
 * Sends a call along one route of a policy, and tells the hooks of this attempt.
 *
 * @param signal the one that the policy gives the attempt: it may be the policy that aborts it
 */
export async function observeAttempt(
  observation: Observation,
  route: Route,
  command: string,
  signal: AbortSignal | undefined,
  send: (observed: ObservedCall) => Promise<Result>,
): Promise<Result> {
  const observed = new ObservedCall(observation.attempt(route))
  observed.abortsWith(signal)
  try {
    return observed.succeed(await send(observed), command)
  } catch (error) {
    observed.fail(error)
    throw error
  }
}
