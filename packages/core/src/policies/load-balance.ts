import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { Route } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
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
  /** Numbers from 0 to 1, for tests. Default: `Math.random`. */
  random?: (() => number) | undefined
}

/**
 * Spreads requests over routes. When the chosen one fails, no other one is tried: wrap it in a `fallback` for that.
 *
 * @throws ConfigurationError for an empty list, an item that is not a route, a negative weight, or weights that are all 0.
 */
export function loadBalance(targets: readonly BalancedRoute[], options: LoadBalanceOptions = {}): Route {
  if (!Array.isArray(targets))
    throw new ConfigurationError(
      'loadBalance() takes a list of { route, weight }: loadBalance([{ route: javelin(), weight: 3 }, { route: bedrock() }]).',
    )
  refuseUnknownOptions(options, ['strategy', 'random'], 'loadBalance()')
  const list = targets as readonly BalancedRoute[]
  const routes = list.map((target) => target?.route)
  const weights = list.map((target) => target?.weight ?? 1)
  const choose = createChooser(weights, options)
  return createPolicyRoute({
    name: 'loadBalance',
    routes,
    details: { weights },
    serve: (request, send) => {
      const index = choose(request)
      const route = routes[index]
      if (route === undefined)
        throw new RangeError(`The strategy of loadBalance() chose route ${index} of ${routes.length}.`)
      return send(route, request)
    },
  })
}

function createChooser(
  weights: readonly number[],
  { strategy = 'random', random = Math.random }: LoadBalanceOptions,
): (request: RouteRequest) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (weights.some((weight) => !Number.isFinite(weight) || weight < 0) || (weights.length > 0 && total === 0))
    throw new ConfigurationError('loadBalance(): weights must be numbers from 0, and not all 0.')
  if (typeof strategy === 'function') return strategy
  if (strategy === 'random') return () => weightedIndex(weights, random() * total)
  if (strategy === 'round-robin') return roundRobin(weights, total)
  throw new ConfigurationError("loadBalance(): `strategy` must be 'random', 'round-robin' or a function.")
}

function weightedIndex(weights: readonly number[], point: number): number {
  let rest = point
  const index = weights.findIndex((weight) => (rest -= weight) < 0)
  // Rounding may leave a remainder.
  return index === -1 ? weights.findLastIndex((weight) => weight > 0) : index
}

/** Each route gains its weight per request; the one with the most credit serves, and pays the total. The shares hold over
 * any run of requests. */
function roundRobin(weights: readonly number[], total: number): () => number {
  const credits = weights.map(() => 0)
  return () => {
    let best = -1
    for (const [index, weight] of weights.entries()) {
      credits[index] = (credits[index] ?? 0) + weight
      if (weight > 0 && (best === -1 || (credits[index] ?? 0) > (credits[best] ?? 0))) best = index
    }
    credits[best] = (credits[best] ?? 0) - total
    return best
  }
}
