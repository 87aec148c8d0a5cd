import type { Route } from '@patchbay/core'

import { backendProfile } from './backend-profile.ts'
import { readFailureResponse, sendOpenAI } from './send-openai.ts'
import type { Service } from './service.ts'
import { warn } from './tell-hooks.ts'

const ENDPOINT = '/chat/completions'

/** Routes whose backend has refused `stream_options`: they are not asked again. */
const refusing = new WeakSet<Route>()

/** What a refusal of the parameter says, whatever else it says. Mistral: 422, `"loc": ["body", "stream_options"]`. */
const REFUSAL = /stream_options/

/**
 * Sends a streamed chat completion, and asks for its usage. A backend that refuses to be asked is sent the request once more
 * without the question, with a warning, and is not asked again.
 *
 * @throws BackendFailure for every answer that reports a failure; rejects as `fetch` does when no answer came
 */
export async function callStreamed(service: Service, request: object): Promise<Response> {
  const { route } = service
  const { streamOptions } = backendProfile(route)
  const asks = streamOptions ?? !refusing.has(route.explains ?? route)
  const response = await sendOpenAI(
    service,
    ENDPOINT,
    asks ? { ...request, stream_options: { include_usage: true } } : request,
  )
  if (response.status < 400) return response
  const refused = asks && streamOptions === undefined && (response.status === 400 || response.status === 422)
  if (!refused || !REFUSAL.test(await response.clone().text())) throw await readFailureResponse(response)
  refusing.add(route)
  warn(service, {
    code: 'unsupported_parameter',
    field: 'stream_options',
    message: `The backend of the route "${route.name}" refuses stream_options: its streams tell no usage. openai({ streamOptions: false }) leaves it out from the start.`,
  })
  const again = await sendOpenAI(service, ENDPOINT, request)
  if (again.status < 400) return again
  throw await readFailureResponse(again)
}
