import { configuration } from '../configuration/configuration.ts'
import type { Route } from '../route.ts'
import { checkHooks } from './check-hooks.ts'
import { environmentHooks } from './environment-hooks.ts'
import type { Hooks } from './hook-event.ts'
import type { ObservedRequest, Observing } from './observation.ts'

/**
 * A route whose requests are told to the hooks of the configuration, of one registration and of the environment. Without any it is
 * the route itself: nothing is paid then. What tells them is loaded with the first request.
 *
 * @param own the hooks of the registration
 * @param owner who was given them, for errors
 * @throws ConfigurationError for what are no hooks
 */
export function observed(
  route: Route,
  own: Hooks | readonly Hooks[] | undefined,
  owner = 'register()',
): Route {
  checkHooks(own, owner)
  const { hooks: configured, captureContent = false, reportRoute = false } = configuration()
  const hooks = [configured, own, environmentHooks()].flatMap((each) => each ?? [])
  if (hooks.length === 0 && !reportRoute) return route
  const observing: Observing<Route> = {
    route,
    hooks,
    captureContent,
    reportRoute,
    begin: async (request: ObservedRequest) =>
      (await import('./request-observation.ts')).beginObservation(observing, request),
  }
  return withServe(route, observing)
}

/** The route with another `serve`. It may be an object of any class: all other members are its own, whichever there are. */
function withServe(route: Route, observing: Observing<Route>): Route {
  const own: Pick<Route, 'observing' | 'serve'> = {
    observing,
    serve: async (request) => (await import('./serve-observed.ts')).serveObserved(observing, request),
  }
  return new Proxy(own as Route, {
    get(target, name) {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name) as unknown
      const value: unknown = Reflect.get(route, name)
      return typeof value === 'function' ? (value.bind(route) as unknown) : value
    },
    has: (target, name) => name in target || name in route,
  })
}
