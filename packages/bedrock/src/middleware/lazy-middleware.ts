import type { Arguments, Middleware } from '../smithy.ts'

/**
 * Middleware whose code is loaded with the first call that needs it: an application that registers a client pays for it at its
 * first call, and one that never calls, or only calls without a route, never does. Other calls pass.
 *
 * @param isNeeded - whether a call needs the middleware
 */
export function lazyMiddleware(
  isNeeded: (args: Arguments) => boolean,
  load: () => Promise<Middleware>,
): Middleware {
  let loading: Promise<Middleware> | undefined
  return (next, context) => async (args) => {
    if (!isNeeded(args)) return next(args)
    loading ??= load()
    const middleware = await loading
    return middleware(next, context)(args)
  }
}
