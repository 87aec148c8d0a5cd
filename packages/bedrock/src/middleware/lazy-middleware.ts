import { loadOnce } from '@patchbay/core'

import type { Arguments, Middleware } from '../smithy.ts'

/**
 * Middleware whose code is loaded with the first call that needs it: an application that registers a client pays for it at its
 * first call, and one that never calls, or only calls without a route, never does. Other calls pass. A load
 * that fails is that call's failure: the next one loads anew.
 *
 * @param isNeeded - whether a call needs the middleware
 */
export function lazyMiddleware(
  isNeeded: (args: Arguments) => boolean,
  load: () => Promise<Middleware>,
): Middleware {
  const loaded = loadOnce(load)
  return (next, context) => async (args) => {
    if (!isNeeded(args)) return next(args)
    const middleware = await loaded()
    return middleware(next, context)(args)
  }
}
