import type { PolicyDefinition } from './policy-definition.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { isRoute } from '../resolve-route.ts'
import type { Route, RouteDescription, SendVia } from '../route.ts'

/**
 * Makes the route of a policy. Policies do not apply to sockets: these go where the only route sends them, and are refused
 * where there are several, because a socket neither falls back nor changes its target.
 *
 * @throws ConfigurationError for an item that is not a route.
 */
export function createPolicyRoute(definition: PolicyDefinition): Route {
  const { name, routes } = definition
  if (routes.length === 0) throw new ConfigurationError(`${name}() needs at least one route.`)
  const wrong = routes.findIndex((route) => !isRoute(route))
  if (wrong !== -1)
    throw new ConfigurationError(
      `${name}(): number ${wrong + 1} is not a route, such as javelin() or bedrock().`,
    )
  return {
    kind: 'policy',
    name,
    describe: (): RouteDescription => ({
      ...definition.details,
      kind: 'policy',
      name,
      routes: routes.map((route) => route.describe()),
    }),
    serve: (request) => definition.serve(request, serveBy),
    decide: (request, send) => definition.serve(request, within(send)),
    socketBaseURL: (client) => (routes.length === 1 ? routes[0]?.socketBaseURL(client) : undefined),
    shownBaseURL: (client) => (routes.length === 1 ? routes[0]?.shownBaseURL?.(client) : undefined),
    socketCredentials: (client) => routes[0]?.socketCredentials?.(client) ?? 'forward',
    explaining: async (explanation) =>
      (await import('./explained-policy.ts')).explainedPolicy(definition, explanation, within),
  }
}

/** Policies within a policy begin the attempts of their routes by themselves. */
const serveBy: SendVia = (route, request) =>
  request.observation === undefined || route.decide !== undefined
    ? route.serve(request)
    : import('../hooks/serve-attempt.ts').then(({ serveAttempt }) => serveAttempt(route, request))

/** Policies within a policy make their own decisions. */
function within(send: SendVia): SendVia {
  return (route, request) => route.decide?.(request, send) ?? send(route, request)
}
