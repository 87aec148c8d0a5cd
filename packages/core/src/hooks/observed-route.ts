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

/** Members by name: the route may be an object of any class, which a copy would take apart. */
function withServe(route: Route & Partial<GatewayMembers>, observing: Observing<Route>): Route {
  const members: { readonly [Member in keyof Required<Route>]: Route[Member] } = {
    kind: route.kind,
    name: route.name,
    observing,
    describe: () => route.describe(),
    serve: async (request) => (await import('./serve-observed.ts')).serveObserved(observing, request),
    socketBaseURL: (client) => route.socketBaseURL(client),
    shownBaseURL: route.shownBaseURL && ((client) => route.shownBaseURL?.(client)),
    socketCredentials:
      route.socketCredentials && ((client) => route.socketCredentials?.(client) ?? 'forward'),
    decide: route.decide && ((request, send) => route.decide?.(request, send) ?? send(route, request)),
    chatProfile: route.chatProfile,
    bedrock: route.bedrock,
    explaining: route.explaining && (async (explanation) => (await route.explaining?.(explanation)) ?? {}),
    explains: route.explains,
  }
  const ofGateways: Partial<GatewayMembers> = {
    ...(route.named && { named: (name) => (route as GatewayMembers).named(name) }),
    ...(route.forQuery && { forQuery: () => route.forQuery?.() }),
  }
  const known = Object.entries({ ...members, ...ofGateways }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as unknown as Route
}

interface GatewayMembers {
  named(route: string): Route
  forQuery?(): Route | undefined
}
