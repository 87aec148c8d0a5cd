import { type Call, withCall } from '../call.ts'
import { errorAnswer } from '../exceptions.ts'
import { BackendFailure } from '../openai-backend/backend-failure.ts'
import type { Arguments, Next, Result } from '../smithy.ts'

/**
 * Throws a failure as an exception of the application's own copy of the SDK, which its deserializer makes. Network errors and
 * aborts stay what they are.
 *
 * @param next - the rest of the chain, from before the deserializer
 */
export async function raiseFailure(next: Next, args: Arguments, call: Call, error: unknown): Promise<never> {
  if (!(error instanceof BackendFailure)) throw unwrapFetchError(error)
  const headers = {
    ...(error.requestId === undefined ? {} : { 'x-amzn-requestid': error.requestId }),
    ...(error.retryAfter === undefined ? {} : { 'retry-after': error.retryAfter }),
  }
  const answer = errorAnswer(error.status, error.message, headers, error.type)
  const { backend: _backend, policy: _policy, ...rest } = call
  const result: Result = await next(withCall(args, { ...rest, answer }))
  throw new Error(`The SDK made no exception of ${error.message}: ${JSON.stringify(result.output)}`)
}

/** `fetch` hides the system's error, by which the SDK knows what to try again. */
function unwrapFetchError(error: unknown): unknown {
  const hidden: unknown = error instanceof TypeError ? error.cause : undefined
  return hidden instanceof Error ? hidden : error
}
