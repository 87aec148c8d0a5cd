import { isObject, type JsonObject } from '../../json-shape.ts'
import { TranslationError } from '../../translation-error.ts'

/** A failure that a backend reports where a success was announced: in an answer with status 200, or in mid-stream. */
export interface ReportedFailure {
  /** HTTP status, as the failure says it, else as its type or code means it, else 500. */
  readonly status: number
  /** OpenAI's error envelope, or as much of it as the backend said. */
  readonly body: { readonly error: JsonObject }
}

/** The statuses of OpenAI's error types and codes, for failures that do not say theirs. */
const STATUSES: Readonly<Record<string, number>> = {
  authentication_error: 401,
  invalid_api_key: 401,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  timeout_error: 408,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  tokens: 429,
  requests: 429,
  invalid_request_error: 400,
  context_length_exceeded: 400,
  overloaded_error: 503,
  server_error: 500,
}

/**
 * The failure that a whole answer or a chunk of a stream reports; `undefined` where it reports none. The forms that are seen:
 *
 * - `{ error: { message, code } }`, the code a number, a text of digits, or a name; `{ error: "text" }`
 * - `{ object: "error", message, code }` (vLLM: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html)
 * - `choices: [{ finish_reason: "error", error: { message, code } }]` (OpenRouter: https://openrouter.ai/docs/api-reference/errors)
 */
export function findReportedFailure(answer: unknown): ReportedFailure | undefined {
  if (!isObject(answer)) return undefined
  const { error } = answer
  if (typeof error === 'string' && error !== '') return toReportedFailure({ message: error })
  if (isObject(error)) return toReportedFailure(error)
  if (answer['object'] === 'error') return toReportedFailure(answer)
  const { choices } = answer
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
  if (!isObject(choice)) return undefined
  if (isObject(choice['error'])) return toReportedFailure(choice['error'])
  return choice['finish_reason'] === 'error'
    ? toReportedFailure({ message: 'The backend ended the answer with finish_reason "error".', status: 502 })
    : undefined
}

/** A reported failure as an error, with its status, its own words and its code. */
export function toFailureError({ status, body: { error } }: ReportedFailure): TranslationError {
  const { message, code } = error
  return new TranslationError(
    typeof message === 'string' && message !== '' ? message : `The backend reported a failure (${status}).`,
    { status, type: 'server_error', code: typeof code === 'string' ? code : null },
  )
}

/** A failure by what it says of itself: `status`, `code` or `type`. */
export function toReportedFailure(error: JsonObject): ReportedFailure {
  const { status, code, type } = error
  const named = [status, code].map(toStatus).find((value) => value !== undefined)
  const known = [code, type].find(
    (name): name is string => typeof name === 'string' && Object.hasOwn(STATUSES, name),
  )
  return { status: named ?? (known === undefined ? 500 : (STATUSES[known] ?? 500)), body: { error } }
}

/** `429`, and `"429"` as some gateways write it. */
function toStatus(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined
}
