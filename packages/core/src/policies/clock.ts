/** The passing of time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since any fixed moment, never going back. Default: `performance.now`. */
  now?(): number
  /** Calls `callback` after `milliseconds`. Returns a function that cancels it. */
  after(milliseconds: number, callback: () => void): () => void
}

/** Timers count in 32 bits: anything longer, 25 days and more, would fire at once. */
const LONGEST = 2 ** 31 - 1

/** The clock of this machine. */
export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer: unknown = setTimeout(callback, Math.min(milliseconds, LONGEST))
    return () => clearTimeout(timer as number)
  },
}

/** Waits, or rejects with the signal's reason as soon as it fires. */
export function wait(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error)
      return
    }
    const onAbort = (): void => {
      stop()
      reject(signal?.reason as Error)
    }
    const stop = clock.after(milliseconds, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
