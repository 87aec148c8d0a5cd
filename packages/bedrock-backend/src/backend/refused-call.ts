import { type HttpAnswer, refusalTime } from '@patchbay/core'

import type { Authorized } from '../bedrock/authorize.ts'
import type { RequestFailure } from '../request-failure.ts'
import { isSuccess } from './is-success.ts'
import { readServiceError } from './service-error.ts'

/** A request that was sent, and its answer. */
export interface Attempt {
  readonly authorized: Authorized
  readonly answer: HttpAnswer
}

/** Error codes of the security layer before every AWS service. */
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken'])

/**
 * The answer of a call that was refused. A request whose signature had the wrong time is sent once more, as the AWS SDK does: nothing
 * was done for it.
 *
 * @param promptField the caller's field that holds the prompt
 * @throws RequestFailure the refusal of the last attempt
 */
export async function answerRefused(
  first: Attempt,
  promptField: string | undefined,
  sendAgain: () => Promise<Attempt>,
): Promise<HttpAnswer> {
  const refusal = await readRefusal(first, promptField)
  if (!isForTime(first, refusal)) throw retryable(first, refusal)
  const second = await sendAgain()
  if (isSuccess(second.answer)) return second.answer
  throw retryable(second, await readRefusal(second, promptField))
}

function readRefusal(
  { authorized, answer }: Attempt,
  promptField: string | undefined,
): Promise<RequestFailure> {
  return readServiceError(answer, promptField, authorized.headers)
}

function isForTime({ authorized, answer }: Attempt, { details, message }: RequestFailure): boolean {
  const time = refusalTime({ type: details.code ?? undefined, message, date: answer.header('date') })
  return time !== undefined && authorized.refusedTime(time)
}

/** A 403 is final for the clients, but the next attempt would be signed with fresh credentials. */
function retryable({ authorized }: Attempt, failure: RequestFailure): RequestFailure {
  const renewed = EXPIRED.has(failure.details.code ?? '') && authorized.refused()
  return renewed ? failure.with({ 'x-should-retry': 'true' }) : failure
}
