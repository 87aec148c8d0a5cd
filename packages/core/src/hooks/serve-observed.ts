import { readAnswerText, withBody } from '../gateways/answer.ts'
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
    observation.end(request.signal?.aborted === true ? 'aborted' : 'error', error)
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

/** The headers of an answer that comes from `fetch` cannot be changed. */
function withRoute(response: Response, target: string | undefined): Response {
  if (target === undefined) return response
  const headers = new Headers(response.headers)
  headers.set('x-patchbay-route', target)
  const { status, statusText, url } = response
  const copy = new Response(response.body, { status, statusText, headers })
  return Object.defineProperty(copy, 'url', { value: url, configurable: true })
}
