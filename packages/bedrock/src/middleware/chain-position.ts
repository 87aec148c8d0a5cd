import type { Context, Middleware, MiddlewareStack, Next, Pluggable, RelativeOptions } from '../smithy.ts'
import { TAGS } from '../smithy.ts'

/**
 * Where chains go on behind the SDK's own middleware, by chain. A middleware can only call the next one: to leave one
 * out, an earlier one continues at the chainPosition behind it. Chains are built from their end, so it is known in time.
 */
const positions = new WeakMap<Context, Map<string, Next>>()

/** Where a chain goes on at a chainPosition of this name. */
export function continueAfter(context: Context, name: string): Next {
  const next = positions.get(context)?.get(name)
  if (next === undefined) throw new Error(`There is no chainPosition "${name}" in this chain of middleware.`)
  return next
}

/** Remembers the place that it stands at, and does nothing else. */
export function chainPositionMiddleware(name: string): Middleware {
  return (next, context) => {
    const places = positions.get(context) ?? new Map<string, Next>()
    places.set(name, next)
    positions.set(context, places)
    return next
  }
}

/** A chainPosition right before or behind one of the SDK's middleware. */
export function chainPositionMiddlewareOptions(
  relation: 'before' | 'after',
  toMiddleware: string,
): RelativeOptions & { readonly name: string } {
  return {
    name: `patchbayPosition_${relation}_${toMiddleware}`,
    relation,
    toMiddleware,
    override: true,
    tags: TAGS,
  }
}

/** The place of the request handler, at the end of the chain. */
export const REQUEST_HANDLER = 'requestHandler'

/** The SDK's middleware that makes answers into outputs and exceptions. */
const DESERIALIZER = 'deserializerMiddleware'

/** Where a chain comes to the SDK's deserializer: answers given there come back in the application's own classes. */
export function deserializerOf(context: Context): Next {
  return continueAfter(context, DESERIALIZER)
}

/** Puts a chainPosition before the deserializer. */
export function getDeserializerPositionPlugin(): Pluggable {
  const middleware = chainPositionMiddleware(DESERIALIZER)
  return {
    applyToStack: (stack: MiddlewareStack) => {
      stack.addRelativeTo(middleware, chainPositionMiddlewareOptions('before', DESERIALIZER))
    },
  }
}
