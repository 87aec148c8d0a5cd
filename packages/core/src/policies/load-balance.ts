import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import { isRoute } from '../resolve-route.ts'
import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { Clock } from './clock.ts'
import {
  attemptWithin,
  type Cooldown,
  type CooldownOptions,
  createCooldown,
  frozenCooldown,
} from './cooldown.ts'
import { attempt, DEFAULT_CONDITION, handOn } from './failure.ts'
import { createPolicyRoute } from './policy-route.ts'

/** A route and its share of the requests. */
export interface BalancedRoute {
  /** Where its requests go. */
  readonly route: Route
  /** Default 1. With 0 a route gets nothing. */
  readonly weight?: number | undefined
}

/**
 * How the next route is chosen: `random` by weight (the default), `round-robin` by weight without chance, or a function
 * that gives the index of the route.
 */
export type BalancingStrategy = 'random' | 'round-robin' | ((request: RouteRequest) => number)

/** Options of `loadBalance`. */
export interface LoadBalanceOptions {
  /** How the next route is chosen. Default: `random`. */
  strategy?: BalancingStrategy | undefined
  /**
   * Leaves a route out for a while after so many failures in a row: connection failures, 408, 429 and 5xx. Default: every route gets
   * its share, whatever becomes of it.
   */
  cooldown?: CooldownOptions | undefined
  /** Numbers from 0 to 1, for tests. Default: `Math.random`. */
  random?: (() => number) | undefined
  /** The passing of time, for tests. */
  clock?: Clock | undefined
}

const OPTIONS = ['strategy', 'cooldown', 'random', 'clock'] as const satisfies (keyof LoadBalanceOptions)[]

/**
 * Spreads requests over routes. When the chosen one fails, no other one is tried: wrap it in a `fallback` for that. With
 * `cooldown` the others share the requests of routes that have failed; where all have, the one whose time is over soonest
 * gets them.
 *
 * @param targets routes, or routes with their weight
 * @throws ConfigurationError for an empty list, an item that is not a route, a negative weight, or weights that are all 0.
 */
export function loadBalance(
  targets: readonly (Route | BalancedRoute)[],
  options: LoadBalanceOptions = {},
): Route {
  if (!Array.isArray(targets))
    throw new ConfigurationError(
      'loadBalance() takes a list of routes, or of { route, weight }: loadBalance([{ route: javelin(), weight: 3 }, bedrock()]).',
    )
  refuseUnknownOptions(options, OPTIONS, 'loadBalance()')
  const { cooldown: given, clock } = options
  const list = (targets as readonly (Route | BalancedRoute)[]).map(toBalancedRoute)
  const routes = list.map(({ route }) => route)
  const weights = list.map(({ weight }) => weight ?? 1)
  const cooldown = createCooldown('loadBalance', routes.length, given, clock)
  const choose = createChooser(weights, cooldown, options)
  const serveChosen = (
    index: number,
    request: RouteRequest,
    send: SendVia,
    kept: Cooldown,
  ): Promise<Response> => {
    const route = routes[index]
    if (route === undefined)
      throw new RangeError(`The strategy of loadBalance() chose route ${index} of ${routes.length}.`)
    if (given === undefined) return send(route, request)
    return serveWithin(kept, index, () => attempt(route, request, send, clock))
  }
  return createPolicyRoute({
    name: 'loadBalance',
    routes,
    details: { weights, ...(given !== undefined && { cooldown: { ...given } }) },
    serve: (request, send) => serveChosen(choose(request), request, send, cooldown),
    peek: (request, send) => serveChosen(choose(request, true), request, send, frozenCooldown(cooldown)),
  })
}

/** An item that is no route either is found out by `createPolicyRoute`. */
function toBalancedRoute(target: Route | BalancedRoute | undefined): BalancedRoute {
  return isRoute(target) ? { route: target } : { ...(target as BalancedRoute) }
}

async function serveWithin(
  cooldown: Cooldown,
  index: number,
  tryIt: () => ReturnType<typeof attempt>,
): Promise<Response> {
  const { outcome } = await attemptWithin(cooldown, index, DEFAULT_CONDITION, tryIt)
  return outcome.failure === undefined ? outcome.response : handOn(outcome, [outcome.failure])
}

/** @param isPeek nothing is remembered of the choice */
type Chooser = (request: RouteRequest, isPeek?: boolean) => number

function createChooser(
  weights: readonly number[],
  cooldown: Cooldown,
  { strategy = 'random', random = Math.random }: LoadBalanceOptions,
): Chooser {
  if (
    weights.some((weight) => !Number.isFinite(weight) || weight < 0) ||
    (weights.length > 0 && sum(weights) === 0)
  )
    throw new ConfigurationError('loadBalance(): weights must be numbers from 0, and not all 0.')
  if (typeof strategy === 'function') return (request) => nextAvailable(strategy(request), weights, cooldown)
  const shares = (): readonly number[] => availableShares(weights, cooldown)
  if (strategy === 'random') return () => weightedIndex(shares(), random())
  if (strategy === 'round-robin') return roundRobin(weights.length, shares)
  throw new ConfigurationError("loadBalance(): `strategy` must be 'random', 'round-robin' or a function.")
}

/** The weights of the routes that are available, 0 for the others; where none is, the one due soonest has all of it. */
function availableShares(weights: readonly number[], cooldown: Cooldown): readonly number[] {
  const shares = weights.map((weight, index) => (weight > 0 && cooldown.isAvailable(index) ? weight : 0))
  if (shares.some((share) => share > 0)) return shares
  const soonest = cooldown.soonest([...weights.keys()].filter((index) => (weights[index] ?? 0) > 0))
  return weights.map((_weight, index) => (index === soonest ? 1 : 0))
}

/** What a strategy chose, or the next one in the list that is available. */
function nextAvailable(chosen: number, weights: readonly number[], cooldown: Cooldown): number {
  // A choice that is no route is the strategy's fault.
  if (weights[chosen] === undefined) return chosen
  const order = weights.map((_weight, offset) => (chosen + offset) % weights.length)
  return order.find((index) => cooldown.isAvailable(index)) ?? cooldown.soonest(order) ?? chosen
}

/** @param point - from 0 to 1 */
function weightedIndex(shares: readonly number[], point: number): number {
  let rest = point * sum(shares)
  const index = shares.findIndex((share) => (rest -= share) < 0)
  // Rounding may leave a remainder.
  return index === -1 ? shares.findLastIndex((share) => share > 0) : index
}

/** Each route gains its share per request; the one with the most credit serves, and pays the total. The shares hold over
 * any run of requests. */
function roundRobin(count: number, currentShares: () => readonly number[]): Chooser {
  const kept = Array.from({ length: count }, () => 0)
  return (_request, isPeek = false) => {
    const credits = isPeek ? [...kept] : kept
    const shares = currentShares()
    let best = -1
    for (const [index, share] of shares.entries()) {
      credits[index] = (credits[index] ?? 0) + share
      if (share > 0 && (best === -1 || (credits[index] ?? 0) > (credits[best] ?? 0))) best = index
    }
    credits[best] = (credits[best] ?? 0) - sum(shares)
    return best
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
