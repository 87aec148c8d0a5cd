import { errorResponse } from '../errors/error-response.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { isJSONAnswer, withBody } from './answer.ts'
import { isRecord } from '../internal/is-record.ts'

/**
 * Javelin reports a guardrail's rejection as HTTP 200 with `error_code` and `reject_prompt`: the caller gets a 400 with
 * `code: "content_filter"` and that text.
 */
export async function answerJavelin(response: Response): Promise<Response> {
  if (response.status !== 200 || !isJSONAnswer(response)) return response
  const text = await response.text()
  const rejection = text.includes('"reject_prompt"') ? refusalIn(parseJSON(text)) : undefined
  if (rejection === undefined) return withBody(response, text)
  const id = response.headers.get('x-request-id')
  return errorResponse(
    400,
    { message: rejection, type: 'invalid_request_error', code: 'content_filter' },
    { 'x-should-retry': 'false', ...(id === null ? {} : { 'x-request-id': id }) },
  )
}

/** The rejection's text, at the top or within `error`. A model's answer has neither field. */
function refusalIn(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined
  const { reject_prompt: reason, error_code: code } = body
  if (code !== undefined && typeof reason === 'string' && reason !== '') return reason
  return isRecord(body['error']) ? refusalIn(body['error']) : undefined
}
