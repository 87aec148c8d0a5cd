import { readCall } from '../call.ts'
import type { ClientConfig } from '../detect.ts'
import { observe } from '../hooks/observe.ts'
import type { Middleware } from '../smithy.ts'

/**
 * Tells the hooks of every request that the SDK sends. It stands within the SDK's retries, so that each of them is a request of its
 * own; the tries of a policy, which pass the retries by, pass it by as well.
 */
export function createObserveMiddleware(config: ClientConfig): Middleware {
  return (next, context) => async (args) => {
    const call = readCall(args)
    if (call?.watched === undefined || call.attempt !== undefined) return next(args)
    return observe({ watched: call.watched, config, context, args, call, next })
  }
}
