import {
  isEventStream,
  isJSONAnswer,
  readAnswerText,
  textOfWhole,
  valueOfWhole,
  withBody,
} from '../gateways/answer.ts'
import { parseJSON } from '../internal/parse-json.ts'
import type { Route } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { Observation } from './observation.ts'
import { observedBody } from './observed-body.ts'

/** Serves a request by one route that is no policy, as an attempt of the request's observation. */
export async function serveAttempt(route: Route, request: RouteRequest): Promise<Response> {
  const observation = request.observation?.attempt(route)
  if (observation === undefined) return route.serve(request)
  try {
    const response = await route.serve({
      ...request,
      headers: withHeaders(request, route, observation),
      observation,
    })
    if (typeof response?.status !== 'number') throw new TypeError('it did not return a Response')
    observation.report({ status: response.status })
    return await observe(response, request, observation)
  } catch (error) {
    const { signal } = request
    observation.end(
      signal?.aborted === true ? 'aborted' : 'error',
      signal?.aborted === true ? signal.reason : error,
    )
    throw error
  }
}

/** Gateways alone are sent what hooks add: a provider behind a local route is told nothing of the application's traces. */
function withHeaders({ headers }: RouteRequest, { kind }: Route, observation: Observation): Headers {
  if (observation.headers === undefined || kind !== 'gateway') return headers
  const all = new Headers(headers)
  for (const [name, value] of Object.entries(observation.headers)) all.set(name, value)
  return all
}

/** Looks at an answer, unless the route has told of it by itself. What is handed on has the same status, headers and bytes. */
async function observe(
  response: Response,
  request: RouteRequest,
  observation: Observation,
): Promise<Response> {
  if (response.status >= 400) return observeFailure(response, observation)
  const { takenOver } = observation
  if (takenOver === 'stream') return response
  if (takenOver === undefined) {
    const { method } = request
    // Of JSON what is only looked up was paid before. Files and speech: what becomes of their bytes is not awaited.
    const isJSON = method === 'POST' && isJSONAnswer(response)
    const text = isJSON ? textOfWhole(response) : undefined
    if (text !== undefined) observation.answer(valueOfWhole(response, text))
    else if ((isJSON || isEventStream(response)) && response.body !== null && method !== 'HEAD')
      return withBody(response, observedBody(response, response.body, observation))
  }
  observation.end('ok')
  return response
}

async function observeFailure(response: Response, observation: Observation): Promise<Response> {
  const text = await readAnswerText(response)
  observation.end('error', parseJSON(text) ?? text, response.status)
  return withBody(response, text)
}
