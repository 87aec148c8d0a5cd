import type { SignalLike } from '../transport/call-options.ts'

/** The caller's signal as one of the platform's: the AWS SDK has an `AbortController` of its own, whose signals are none. */
export function toAbortSignal(signal: SignalLike | undefined): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) return signal
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal.reason)
  if (signal.aborted) abort()
  else if (signal.addEventListener !== undefined) signal.addEventListener('abort', abort, { once: true })
  else listenByProperty(signal, abort)
  return controller.signal
}

/** The SDK's older signals know one listener, in a property; one of other code goes on being called. */
function listenByProperty(signal: SignalLike, listener: () => void): void {
  const { onabort: previous } = signal
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the signal has no other way
  signal.onabort = (...event: unknown[]) => {
    listener()
    if (typeof previous === 'function') previous.apply(signal, event)
  }
}

/** What the SDK's own request handlers reject with once a call is aborted. */
export function toAbortError({ reason }: AbortSignal): Error {
  const error =
    reason instanceof Error || reason === undefined
      ? new Error('Request aborted', { cause: reason })
      : new Error(String(reason))
  error.name = 'AbortError'
  return error
}
