import {
  toFailureError,
  toReportedFailure,
  type ReportedFailure,
} from '../../chat-completions/from-converse/reported-failure.ts'
import { isObject, type JsonObject } from '../../json-shape.ts'

/** What a caller of Converse gets for the codes that only this API has. https://platform.openai.com/docs/api-reference/responses/object (error) */
const STATUSES: Readonly<Record<string, number>> = {
  server_error: 500,
  rate_limit_exceeded: 429,
  vector_store_timeout: 408,
  data_residency_mismatch: 400,
  invalid_prompt: 400,
  bio_policy: 400,
  misalignment_policy_violation: 400,
}

/**
 * The failure that a whole response, or an event of a stream, reports; `undefined` where it reports none: an `error` event, a response
 * that `failed` or was `cancelled`, and an error in place of either.
 */
export function findResponseFailure(answer: unknown): ReportedFailure | undefined {
  if (!isObject(answer)) return undefined
  if (answer['type'] === 'error') return toFailure(isObject(answer['error']) ? answer['error'] : answer)
  if (isObject(answer['response']) && typeof answer['type'] === 'string') {
    return findResponseFailure(answer['response'])
  }
  const { error, status } = answer
  if (isObject(error)) return toFailure(error)
  if (typeof error === 'string' && error !== '') return toFailure({ message: error })
  if (status !== 'failed' && status !== 'cancelled') return undefined
  return toFailure({ message: `The backend ended the response with status "${status}".`, status: 502 })
}

/** @throws TranslationError with the failure's status, words and code */
export function throwResponseFailure(answer: unknown): void {
  const failure = findResponseFailure(answer)
  if (failure !== undefined) throw toFailureError(failure)
}

/** The `type` of an `error` event says what kind of event it is, not what kind of error. */
function toFailure({ type, ...error }: JsonObject): ReportedFailure {
  const said = type === 'error' ? error : { ...error, type }
  const { code, status } = error
  if (status !== undefined || typeof code !== 'string') return toReportedFailure(said)
  // Codes such as `invalid_image` and `image_too_large` are all mistakes of the request's.
  const named = Object.hasOwn(STATUSES, code) ? STATUSES[code] : code.includes('image') ? 400 : undefined
  return toReportedFailure(named === undefined ? said : { ...said, status: named })
}
