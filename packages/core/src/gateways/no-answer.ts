import { errorResponse } from '../errors/error-response.ts'
import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import type { RouteRequest } from '../route-request.ts'
import { isEventStream, isJSONAnswer, plainHeaders, readAnswerText } from './answer.ts'

/** Endpoints whose answers are JSON, or a stream where the request asks for one. Files, speech and transcriptions may be anything. */
const JSON_ENDPOINTS: ReadonlySet<string> = new Set([
  '/chat/completions',
  '/completions',
  '/embeddings',
  '/responses',
  '/messages',
  '/messages/count_tokens',
  '/moderations',
  '/models',
])

/**
 * A success that is none becomes a 502, before a policy decides: an HTML page (a proxy's, a login's, that of a wrong address), or
 * no JSON where the client reads JSON. JSON that says it is something else gets its content type: the SDKs would hand out a text.
 */
export async function refuseNoAnswer(
  response: Response,
  request: RouteRequest,
  gateway: string,
): Promise<Response> {
  const { status } = response
  if (status < 200 || status >= 300 || status === 204 || status === 205) return response
  const type = response.headers.get('content-type') ?? ''
  if (/^\s*(?:text\/html|application\/xhtml)/i.test(type) && !request.endpoint.endsWith('/content')) {
    // Not awaited, and not there on node-fetch's streams.
    response.body?.cancel?.().catch(() => undefined)
    return noAnswer(status, gateway, 'an HTML page')
  }
  return JSON_ENDPOINTS.has(request.endpoint) ? requireJSON(response, request, gateway) : response
}

async function requireJSON(response: Response, request: RouteRequest, gateway: string): Promise<Response> {
  if (response.headers.get('content-length') === '0') return noAnswer(response.status, gateway, 'nothing')
  if (isJSONAnswer(response) || isEventStream(response) || asksForStream(request)) return response
  const text = await readAnswerText(response)
  const value = parseJSON(text)
  if (typeof value !== 'object' || value === null)
    return noAnswer(response.status, gateway, text.trim() === '' ? 'nothing' : 'a text that is no JSON')
  const headers = plainHeaders(response)
  headers.set('content-type', 'application/json')
  return new Response(text, { status: response.status, headers })
}

function asksForStream(request: RouteRequest): boolean {
  const body = request.json()
  return isRecord(body) && body['stream'] === true
}

/** Nothing of a page is quoted: it may be a login's, with whatever that knows. */
function noAnswer(status: number, gateway: string, what: string): Response {
  return errorResponse(502, {
    message:
      `The gateway "${gateway}" answered with status ${status} and ${what} in place of an answer. Its address may be wrong, ` +
      'or something stands in front of it.',
    code: 'gateway_no_answer',
  })
}
