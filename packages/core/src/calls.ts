import type { Clock } from './policies/clock.ts'
import type { Route } from './route.ts'

/** What a call belongs to: the state of a client's registration, which may follow that of another client. */
export interface CallOwner {
  readonly follows: CallOwner | undefined
}

/** How long, in milliseconds, an ended registration waits for the next attempt of a call. */
const LONGEST_WAIT = 60_000

/** A pending end of a registration keeps no process alive. */
const CLOCK: Clock = {
  after(milliseconds, callback) {
    const timer: unknown = setTimeout(callback, milliseconds)
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as NodeJS.Timeout).unref()
    return () => clearTimeout(timer as number)
  },
}

/**
 * One call of the application, with all attempts that its SDK makes for it. It keeps the route that it began with: a call
 * that was given to one service must not be sent to another, and least of all to the provider, by a retry.
 *
 * All fields are private: a call is attached to the arguments of a `fetch`, which an application may print.
 */
export class Call {
  readonly #calls: CallsInProgress
  readonly #owner: CallOwner
  readonly #route: Route | undefined
  #open = 0
  #attempts = 0
  #stopWaiting: (() => void) | undefined

  constructor(calls: CallsInProgress, owner: CallOwner, route: Route | undefined) {
    this.#calls = calls
    this.#owner = owner
    this.#route = route
  }

  /** The route that the call began with, for requests of its own client and what follows that; else `undefined`. */
  routeFor(state: CallOwner): Route | undefined {
    for (let each: CallOwner | undefined = state; each !== undefined; each = each.follows)
      if (each === this.#owner) return this.#route
    return undefined
  }

  /** Counts the call as in progress until `work`, which contains all of its attempts, settles. Returns `work`. */
  during<T>(work: Promise<T>): Promise<T> {
    this.#open += 1
    this.#update()
    const end = (): void => {
      this.#open -= 1
      this.#update()
    }
    work.then(end, end)
    return work
  }

  /** Counts an attempt as in flight until the function that is returned is called. */
  attempt(): () => void {
    this.#attempts += 1
    this.#update()
    return () => {
      this.#attempts -= 1
      this.#update()
    }
  }

  /** The registration has ended: waits for the next attempt, not for ever. */
  expire(clock: Clock): void {
    this.#stopWaiting?.()
    this.#stopWaiting =
      this.#attempts > 0 ? undefined : clock.after(LONGEST_WAIT, () => this.#calls.remove(this))
  }

  #update(): void {
    this.#stopWaiting?.()
    this.#stopWaiting = undefined
    // What a call without a route sends is passed on, with or without an interceptor.
    if (this.#route === undefined) return
    if (this.#open + this.#attempts > 0) this.#calls.add(this)
    else this.#calls.remove(this)
  }
}

/** The calls of one client that have begun on a route and have not ended. */
export class CallsInProgress {
  readonly #calls = new Set<Call>()
  readonly #clock: Clock
  #end: (() => void) | undefined

  /** @param clock counts the time that a call may wait for its next attempt */
  constructor(clock: Clock = CLOCK) {
    this.#clock = clock
  }

  /** A call on `route`, or on none. It counts from its first `during()` or `attempt()`. */
  begin(owner: CallOwner, route: Route | undefined): Call {
    return new Call(this, owner, route)
  }

  /** Calls `end` as soon as no call is in progress, which may be now. Until then `keep()` takes it back. */
  whenIdle(end: () => void): void {
    this.#end = end
    for (const call of this.#calls) call.expire(this.#clock)
    this.#endIfIdle()
  }

  /** Forgets what `whenIdle()` was asked for. */
  keep(): void {
    this.#end = undefined
  }

  add(call: Call): void {
    this.#calls.add(call)
    if (this.#end !== undefined) call.expire(this.#clock)
  }

  remove(call: Call): void {
    this.#calls.delete(call)
    this.#endIfIdle()
  }

  #endIfIdle(): void {
    if (this.#calls.size > 0 || this.#end === undefined) return
    const end = this.#end
    this.#end = undefined
    end()
  }
}
