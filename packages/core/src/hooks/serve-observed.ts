import { isConnectionFailure } from '../connection-failure.ts'
import { readAnswerText, textOfWhole, withBody } from '../gateways/answer.ts'
import { parseJSON } from '../internal/parse-json.ts'
import type { Route } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { Observation, Observing } from './observation.ts'
import { toObservedRequest } from './operation.ts'
import { serveAttempt } from './serve-attempt.ts'

/** Serves a request by a registered route, and tells its hooks. What is thrown is thrown on. */
export async function serveObserved(observing: Observing<Route>, request: RouteRequest): Promise<Response> {
  const { route, reportRoute } = observing
  const observation = await observing.begin(toObservedRequest(request))
  try {
    const observed = { ...request, observation }
    const response = await (route.decide === undefined
      ? serveAttempt(route, observed)
      : route.serve(observed))
    const answer = await handOver(response, observation)
    return reportRoute ? withRoute(answer, observation.target) : answer
  } catch (error) {
    if (request.signal?.aborted === true) observation.end('aborted')
    // What is no failure of a connection is answered with a 500: see `dispatch`.
    else observation.end('error', error, isConnectionFailure(error) ? undefined : 500)
    throw error
  }
}

/** A failed answer is small, and its words are told: those of a policy are others than those of the last attempt. */
async function handOver(response: Response, observation: Observation): Promise<Response> {
  if (response.status < 400) {
    observation.handOver()
    return response
  }
  const text = await readAnswerText(response)
  observation.end('error', parseJSON(text) ?? text, response.status)
  return withBody(response, text)
}

/** The answer with the name of the route that has answered. A name that no header may have is left out. */
function withRoute(response: Response, target: string | undefined): Response {
  if (target === undefined || !/^[\x20-\x7e]*$/.test(target)) return response
  try {
    response.headers.set(ROUTE_HEADER, target)
    return response
  } catch {
    // The headers of an answer that comes from `fetch` cannot be changed.
    const copy = withBody(response, textOfWhole(response) ?? response.body)
    copy.headers.set(ROUTE_HEADER, target)
    return copy
  }
}

const ROUTE_HEADER = 'x-patchbay-route'
