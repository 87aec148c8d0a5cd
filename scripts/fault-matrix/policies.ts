import type { Clock } from '@patchbay/core'
import { fallback, loadBalance, retry, type Route, timeout } from '@patchbay/sdk'
import type { Fault } from './faults.ts'
import type { Run } from './server.ts'

/** A policy of the page. */
export interface Policy {
  readonly name: string
  /** The route of a run: the first server has the fault, the second one is well. */
  readonly route: (first: Route, second: Route, fault: Fault, run: Run) => Route
}

const LIMIT = 1000

/** Only the limit that a stall runs into counts: that passes as soon as the stall is there, and nothing has to wait. */
function limitsFor({ behaviour }: Fault): Parameters<typeof timeout>[1] {
  const isLate = behaviour.kind === 'stream' && behaviour.late
  return isLate
    ? { connect: 2 * LIMIT, firstToken: 2 * LIMIT, idle: LIMIT }
    : { connect: 2 * LIMIT, firstToken: LIMIT, idle: 2 * LIMIT }
}

/** On this clock `LIMIT` is over when the first server stalls, and nothing else ever is. */
function clockOf({ stalled }: Run): Clock {
  return {
    after(milliseconds, callback) {
      let isRunning = milliseconds === LIMIT
      const passWhenStalled = async (): Promise<void> => {
        await stalled.opened
        if (isRunning) callback()
      }
      void passWhenStalled()
      return () => {
        isRunning = false
      }
    },
  }
}

/** All policies, and none, in the order of the page. */
export const POLICIES: readonly Policy[] = [
  { name: 'none', route: (first) => first },
  { name: 'fallback', route: (first, second) => fallback([first, second]) },
  { name: 'loadBalance', route: (first, second) => loadBalance([first, second], { strategy: () => 0 }) },
  { name: 'retry', route: (first) => retry(first, { attempts: 2, backoff: () => 0 }) },
  {
    name: 'timeout',
    route: (first, _second, fault, run) => timeout(first, { ...limitsFor(fault), clock: clockOf(run) }),
  },
]
