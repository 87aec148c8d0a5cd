import type { BedrockGateway } from './bedrock-gateway.ts'
import type { ClientFacts, FetchLike } from './client-facts.ts'
import type { Explanation } from './explanation.ts'
import type { Route } from './route.ts'
import type { RouteRequest } from './route-request.ts'

/**
 * A route as it is explained: it does all that it does with a request, and hands what it would send to `explanation`. What would be
 * asked for elsewhere first (credentials, remote files, the control plane) is not, and said by a warning.
 */
export async function explainedRoute(route: Route, explanation: Explanation): Promise<Route> {
  const own = (await route.explaining?.(explanation)) ?? {
    serve: (request: RouteRequest) =>
      route.serve({ ...request, client: capturing(request.client, route, explanation) }),
  }
  const bedrock = own.bedrock ?? route.bedrock
  // Members by name: a route may be an object of any class, which a copy would take apart.
  return {
    kind: route.kind,
    name: route.name,
    describe: () => route.describe(),
    serve: own.serve ?? ((request) => route.serve(request)),
    socketBaseURL: (client) => route.socketBaseURL(client),
    ...(own.decide && { decide: own.decide }),
    chatProfile: route.chatProfile,
    bedrock: bedrock && noting(bedrock, route, explanation),
    explains: route,
  }
}

/** A route of the application's own, which says nothing of explanations, sends by the client's `fetch` if at all. */
function capturing(client: ClientFacts, route: Route, explanation: Explanation): ClientFacts {
  return { ...client, customFetch: true, fetch: captureFetch(route, explanation) }
}

function noting(bedrock: BedrockGateway, route: Route, explanation: Explanation): BedrockGateway {
  return {
    ...bedrock,
    url: (command) => {
      explanation.tries({ target: route.describe() })
      return bedrock.url(command)
    },
    ...(bedrock.unsigned && { unsigned: noting(bedrock.unsigned, route, explanation) }),
  }
}

function captureFetch(route: Route, explanation: Explanation): FetchLike {
  return (input, init = {}) =>
    explanation.send({
      method: init.method ?? 'GET',
      url: input instanceof Request ? input.url : String(input),
      headers: new Headers(init.headers),
      body: init.body ?? null,
      target: route.describe(),
    })
}
