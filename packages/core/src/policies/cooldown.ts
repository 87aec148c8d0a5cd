import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import { isRecord } from '../internal/is-record.ts'
import { type Clock, SYSTEM_CLOCK } from './clock.ts'
import { type FailureCondition, meets, type Outcome } from './failure.ts'

/** When a route is left out of a policy's list, and for how long. */
export interface CooldownOptions {
  /** After how many failures in a row. A success in between counts anew. */
  readonly failures: number
  /** For how many milliseconds. Then one request at a time tries it, until one succeeds or fails. */
  readonly ms: number
}

/**
 * What came of a try. `none`: nothing that tells of the route, since the caller gave up.
 */
export type TryResult = 'success' | 'failure' | 'none'

/** Which routes of a policy may be tried, by their index. One for each policy, whoever uses it. */
export interface Cooldown {
  /** Whether a route may be tried now. */
  isAvailable(index: number): boolean
  /** Of several that are left out the one whose time is over soonest; one that no other request is trying, where there is one. */
  soonest(indexes: readonly number[]): number | undefined
  /** Begins a try. Call what it returns once, with what came of it. See `attemptWithin`. */
  begin(index: number): (result: TryResult) => void
}

/** Leaves nothing out. */
const NO_COOLDOWN: Cooldown = {
  isAvailable: () => true,
  soonest: ([first]) => first,
  begin: () => () => undefined,
}

/** The same routes are left out, and nothing of a try is remembered. */
export function frozenCooldown(cooldown: Cooldown): Cooldown {
  return { ...cooldown, begin: () => () => undefined }
}

/**
 * Makes one attempt at a route within a cooldown.
 *
 * @param condition which failures count
 * @returns its outcome, and whether it is a failure that counts
 */
export async function attemptWithin(
  cooldown: Cooldown,
  index: number,
  condition: FailureCondition,
  attempt: () => Promise<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly counts: boolean }> {
  const end = cooldown.begin(index)
  let result: TryResult = 'none'
  try {
    const outcome = await attempt()
    const counts = outcome.failure !== undefined && meets(condition, outcome.failure)
    result = counts ? 'failure' : 'success'
    return { outcome, counts }
  } finally {
    end(result)
  }
}

interface RouteState {
  /** In a row. */
  failures: number
  /** When its time is over; `undefined` where it is not left out. */
  until: number | undefined
  /** Requests that try it while it is left out. */
  probes: number
}

/**
 * Makes the cooldown of a policy over `count` routes.
 *
 * Written here rather than taken from a library for circuit breakers (cockatiel, opossum): these wrap one function and reject while it
 * is left out, but a policy must know beforehand which routes are there, and tries the one due soonest where none is.
 *
 * @param policy the policy's name, for errors
 * @throws ConfigurationError for options that are not `{ failures, ms }`
 */
export function createCooldown(
  policy: string,
  count: number,
  options: CooldownOptions | undefined,
  clock: Clock = SYSTEM_CLOCK,
): Cooldown {
  if (options === undefined) return NO_COOLDOWN
  validate(policy, options)
  const { failures, ms } = options
  const now = (): number => clock.now?.() ?? performance.now()
  const states = Array.from({ length: count }, (): RouteState => ({
    failures: 0,
    until: undefined,
    probes: 0,
  }))
  const stateOf = (index: number): RouteState => {
    const state = states[index]
    if (state === undefined) throw new RangeError(`${policy}() has no route ${index}.`)
    return state
  }
  const isBefore = (a: RouteState, b: RouteState): boolean =>
    Number(a.probes > 0) - Number(b.probes > 0) < 0 ||
    (a.probes > 0 === b.probes > 0 && (a.until ?? 0) < (b.until ?? 0))
  return {
    isAvailable(index) {
      const { until, probes } = stateOf(index)
      return until === undefined || (probes === 0 && until <= now())
    },
    soonest: ([first, ...others]) =>
      first === undefined
        ? undefined
        : others.reduce((best, one) => (isBefore(stateOf(one), stateOf(best)) ? one : best), first),
    begin(index) {
      const state = stateOf(index)
      const isProbe = state.until !== undefined
      if (isProbe) state.probes += 1
      return (result) => {
        if (isProbe) state.probes -= 1
        // What began before the route was left out says nothing about it now.
        if (result === 'none' || (state.until !== undefined && !isProbe)) return
        state.failures = result === 'success' ? 0 : state.failures + 1
        if (result === 'success') state.until = undefined
        else if (isProbe || state.failures >= failures) state.until = now() + ms
      }
    },
  }
}

function validate(policy: string, options: unknown): asserts options is CooldownOptions {
  const example = `${policy}(routes, { cooldown: { failures: 3, ms: 30_000 } })`
  if (!isRecord(options)) throw new ConfigurationError(`${policy}(): \`cooldown\` is an object: ${example}.`)
  refuseUnknownOptions(options, ['failures', 'ms'], `\`cooldown\` of ${policy}()`)
  const { failures, ms } = options
  if (!Number.isInteger(failures) || (failures as number) < 1)
    throw new ConfigurationError(
      `${policy}(): \`cooldown.failures\` must be a whole number, at least 1: ${example}.`,
    )
  if (typeof ms !== 'number' || !Number.isFinite(ms) || ms <= 0)
    throw new ConfigurationError(
      `${policy}(): \`cooldown.ms\` must be a positive number of milliseconds: ${example}.`,
    )
}
