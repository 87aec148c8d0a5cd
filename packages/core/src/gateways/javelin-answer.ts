import { errorResponse } from '../errors/error-response.ts'
import { isRecord } from '../internal/is-record.ts'
import { readJSONAnswer } from './answer.ts'

/**
 * Javelin reports that a guardrail rejected a request as HTTP 200 with `error_code` and `reject_prompt`: the caller gets
 * a 400 with `code: "content_filter"` and that text.
 */
export async function answerJavelin(given: Response): Promise<Response> {
  if (given.status !== 200) return given
  const { body, response } = await readJSONAnswer(given)
  const reason = rejectionIn(body)
  if (reason === undefined) return response
  const id = response.headers.get('x-request-id')
  return errorResponse(
    400,
    { message: reason, type: 'invalid_request_error', code: 'content_filter' },
    { 'x-should-retry': 'false', ...(id === null ? {} : { 'x-request-id': id }) },
  )
}

/** The text of a rejection, at the top or within `error`. A model's answer has neither field. */
function rejectionIn(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined
  const { reject_prompt: reason, error_code: code } = body
  if (code !== undefined && typeof reason === 'string' && reason !== '') return reason
  return isRecord(body['error']) ? rejectionIn(body['error']) : undefined
}
