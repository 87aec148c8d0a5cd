import { setTimeout as sleep } from 'node:timers/promises'

/** How a call ended. */
export type Outcome<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'stall' }

/** Waits for a call, for `ms` milliseconds at most. */
export async function within<Value>(call: () => Promise<Value>, ms: number): Promise<Outcome<Value>> {
  const enough = new AbortController()
  const ended = Promise.resolve()
    .then(call)
    .then(
      (value): Outcome<Value> => ({ kind: 'value', value }),
      (error: unknown): Outcome<Value> => ({ kind: 'error', error }),
    )
  const limit = sleep(ms, undefined, { signal: enough.signal }).then(
    (): Outcome<Value> => ({ kind: 'stall' }),
    (): Outcome<Value> => ({ kind: 'stall' }),
  )
  const outcome = await Promise.race([ended, limit])
  enough.abort()
  return outcome
}

/** Runs `work` over all items, so many at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = [...items.entries()]
  const worker = async (): Promise<void> => {
    for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) await work(entry[1], entry[0])
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}

/** Watches how long the event loop is kept busy in one piece. */
export interface LoopWatch extends Disposable {
  /** The longest piece since the last call, in milliseconds. */
  readonly longest: () => number
}

/** Milliseconds that a request may keep the event loop busy in one piece. */
export const BUSY_LIMIT = 250

const TICK = 5

/**
 * A machine that is busy with something else delays timers too, so what counts is the lesser of the time on the clock and
 * the processor's time.
 */
export function watchEventLoop(): LoopWatch {
  let longest = 0
  let clock = performance.now()
  let processor = processorMs()
  const look = (): void => {
    const now = performance.now()
    const used = processorMs()
    longest = Math.max(longest, Math.min(now - clock - TICK, used - processor))
    clock = now
    processor = used
  }
  const timer = setInterval(look, TICK)
  return {
    longest() {
      look()
      const answer = longest
      longest = 0
      return answer
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage()
  return (user + system) / 1000
}
