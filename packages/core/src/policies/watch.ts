import { type Clock, SYSTEM_CLOCK } from './clock.ts'
import type { TimeoutLimits } from './timeout.ts'

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
  /** Fires with a `RouteTimeout` when the first limit has passed. */
  readonly signal: AbortSignal
  /** Starts a limit, anew where it is running. `undefined` starts none. */
  start(limit: keyof TimeoutLimits, milliseconds: number | undefined): void
  stop(limit: keyof TimeoutLimits): void
  stopAll(): void
  /** The outcome of `work`, or a rejection as soon as a limit has passed; what comes later goes to `discard`. */
  race<Value>(work: Promise<Value>, discard: (late: Value) => unknown): Promise<Value>
}

/** Makes the watch of one request. */
export function createWatch(clock: Clock = SYSTEM_CLOCK): Watch {
  const controller = new AbortController()
  const running = new Map<keyof TimeoutLimits, () => void>()
  const stop = (limit: keyof TimeoutLimits): void => {
    running.get(limit)?.()
    running.delete(limit)
  }
  return {
    signal: controller.signal,
    start(limit, milliseconds) {
      stop(limit)
      if (milliseconds === undefined) return
      const expire = (): void => controller.abort(new RouteTimeout(limit, milliseconds))
      running.set(limit, clock.after(milliseconds, expire))
    },
    stop,
    stopAll: () => [...running.keys()].forEach(stop),
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
