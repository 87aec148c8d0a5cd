import type { Context, Middleware, Next } from '../smithy.ts'

/** A position at which a chain can be continued, named by what a call that continues there has passed by. */
export type Position =
  | 'afterRoute'
  | 'afterAuthScheme'
  | 'afterEndpoint'
  | 'beforeRetry'
  | 'afterRetry'
  | 'afterSigning'
  | 'beforeDeserializer'
  | 'afterGateway'

/**
 * Where chains go on behind the SDK's own middleware, by chain. A middleware can only call the next one: to leave one
 * out, an earlier one continues at a position behind it. Chains are built from their end, so positions are known in time.
 */
const positions = new WeakMap<Context, Map<Position, Next>>()

/** What comes after a position in a chain. */
export function continueAfter(context: Context, position: Position): Next {
  const next = positions.get(context)?.get(position)
  if (next === undefined) throw new Error(`There is no position "${position}" in this chain of middleware.`)
  return next
}

/** Remembers what comes after its position, and does nothing else. */
export function positionMiddleware(position: Position): Middleware {
  return (next, context) => {
    const known = positions.get(context) ?? new Map<Position, Next>()
    known.set(position, next)
    positions.set(context, known)
    return next
  }
}
