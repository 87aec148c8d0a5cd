import type { RouteRequest } from '@patchbay/core'

import type { Services } from '../backend/services.ts'
import { passedHeaders } from '../backend/passed-headers.ts'
import { readJson } from '../backend/service-answer.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { forwardedHeaders } from './ways/forwarded-headers.ts'

/** Where responses are looked for that this route has not made itself. */
const RUNTIME = { host: 'runtime', base: '/openai/v1' } as const

/**
 * `GET`, `DELETE` and `POST /responses/{id}...`: a response that Bedrock has stored. Asked of the host on which this route made it, else
 * of Bedrock Runtime.
 */
export async function serveStoredResponse(request: RouteRequest, services: Services): Promise<Response> {
  const { endpoint, url, method } = request
  const [, , id = ''] = endpoint.split('/')
  const made = services.responseHosts.find(decodeURIComponent(id)) ?? RUNTIME
  const { search } = new URL(url)
  const answer = await services.call(
    {
      service: made.host === 'mantle' ? 'bedrock-mantle' : 'bedrock-runtime',
      method: method as 'GET' | 'POST' | 'DELETE',
      path: `${made.base}${endpoint}${search}`,
      accept: 'application/json',
      headers: forwardedHeaders(request.headers),
    },
    request,
  )
  const { text } = await readJson(answer)
  return new Response(text, { headers: { 'content-type': 'application/json', ...passedHeaders(answer) } })
}

/** Refuses requests about conversations that OpenAI would have stored: Bedrock has none. */
export async function refuseStored({ method, endpoint }: RouteRequest): Promise<never> {
  throw new RequestFailure(
    `bedrock() does not serve ${method} ${endpoint}: Bedrock stores no conversations. ` +
      'Keep the output items of POST /responses, and send them in `input`, before the new ones, or chain by `previous_response_id`.',
    { status: 404, type: 'not_found_error', code: 'unsupported_endpoint' },
    DO_NOT_RETRY,
  )
}
