import type { Call } from '../call.ts'
import type { CallOptions } from '../transport/call-options.ts'

/** The caller's signal. */
export function readCallerSignal({ abortSignal }: CallOptions): AbortSignal | undefined {
  return abortSignal instanceof AbortSignal ? abortSignal : undefined
}

/** The caller's signal, or that of a policy's attempt, and the time limit as one. */
export function combineSignals(options: CallOptions, { attempt }: Call): AbortSignal | undefined {
  const { requestTimeout } = options
  const signals: AbortSignal[] = []
  const given = attempt?.signal ?? readCallerSignal(options)
  if (given !== undefined) signals.push(given)
  if (requestTimeout !== undefined && requestTimeout > 0) signals.push(AbortSignal.timeout(requestTimeout))
  return signals.length > 1 ? AbortSignal.any(signals) : signals[0]
}

/** What the SDK's request handlers reject with once a call is aborted. */
export function toAbortError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  const error = new Error('Request aborted', { cause: reason })
  error.name = reason instanceof Error && reason.name === 'TimeoutError' ? 'TimeoutError' : 'AbortError'
  return error
}
