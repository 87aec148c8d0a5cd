import { isEventStream, isJSONAnswer, readAnswerText, textOfWhole, withBody } from '../gateways/answer.ts'
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
      headers: withHeaders(request, observation),
      observation,
    })
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

function withHeaders({ headers }: RouteRequest, observation: Observation): Headers {
  if (observation.headers === undefined) return headers
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
    const text = isJSONAnswer(response) ? textOfWhole(response) : undefined
    const isReadOn = isEventStream(response) || isJSONAnswer(response)
    // What is only looked up was paid before.
    if (text !== undefined && request.method === 'POST') observation.answer(parseJSON(text))
    else if (text === undefined && isReadOn && response.body !== null && request.method !== 'HEAD')
      return withBody(response, observedBody(response, response.body, observation))
  }
  // Files and speech: what becomes of the bytes is not awaited.
  observation.end('ok')
  return response
}

async function observeFailure(response: Response, observation: Observation): Promise<Response> {
  const text = await readAnswerText(response)
  observation.end('error', parseJSON(text) ?? text, response.status)
  return withBody(response, text)
}
