import { type Clock, SYSTEM_CLOCK } from './clock.ts'
import type { TimeoutLimits } from './timeout-limits.ts'

/** A limit of `timeout` that has passed. */
export class RouteTimeout extends Error {
  override readonly name = 'TimeoutError'
  readonly limit: keyof TimeoutLimits

  constructor(limit: keyof TimeoutLimits, milliseconds: number) {
    super(`${limit} took longer than ${milliseconds} ms.`)
    this.limit = limit
  }
}

/** The limits that are running for one request. */
export interface Watch {
  /** Fires with a `RouteTimeout` when the first limit has passed, or with the caller's reason when they abort. */
  readonly signal: AbortSignal
  /** Starts a limit, anew where it is running. `undefined` starts none. */
  start(limit: keyof TimeoutLimits, milliseconds: number | undefined): void
  /** Stops a limit; nothing happens where it is not running. */
  stop(limit: keyof TimeoutLimits): void
  /** Stops all limits, and no longer listens to the caller's signal. */
  stopAll(): void
  /** The outcome of `work`, or a rejection as soon as the signal fires; what comes later goes to `discard`. */
  race<Value>(work: Promise<Value>, discard: (late: Value) => unknown): Promise<Value>
}

/**
 * Makes the watch of one request.
 *
 * @param caller the caller's own signal, which has not fired yet. The body of an aborted request may never be read or
 * cancelled: its limits must not keep the process alive.
 */
export function createWatch(clock: Clock = SYSTEM_CLOCK, caller?: AbortSignal): Watch {
  const controller = new AbortController()
  const running = new Map<keyof TimeoutLimits, () => void>()
  const stop = (limit: keyof TimeoutLimits): void => {
    running.get(limit)?.()
    running.delete(limit)
  }
  const stopAll = (): void => {
    caller?.removeEventListener('abort', onAbort)
    for (const limit of Array.from(running.keys())) stop(limit)
  }
  const end = (reason: unknown): void => {
    stopAll()
    controller.abort(reason)
  }
  const onAbort = (): void => end(caller?.reason)
  caller?.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal,
    start(limit, milliseconds) {
      stop(limit)
      if (milliseconds === undefined) return
      running.set(
        limit,
        clock.after(milliseconds, () => end(new RouteTimeout(limit, milliseconds))),
      )
    },
    stop,
    stopAll,
    race: (work, discard) => race(controller.signal, work, discard),
  }
}

function race<Value>(
  signal: AbortSignal,
  work: Promise<Value>,
  discard: (late: Value) => unknown,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error)
      work.then(discard).catch(() => undefined)
    }
    if (signal.aborted) {
      onAbort()
      return
    }
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
