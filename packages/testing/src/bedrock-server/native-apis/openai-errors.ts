import type { Answer, AnswerHeaders } from '../../exchange/answer.ts'
import { anthropicError, openAIError } from '../../gateway-server/gateway-answers.ts'
import type { BedrockRequest } from '../bedrock-request.ts'
import { ERROR_STATUS, type Rejection } from '../service-error.ts'

/** A failure as a script or a rule gives it. */
export type ReportedFailure = Omit<Rejection, 'type'> & {
  readonly type: string
  readonly retryAfter?: number
  readonly headers?: AnswerHeaders
}

/** OpenAI's types and codes by status, as Bedrock's paths of OpenAI's shape put them. */
const OPENAI_TYPES: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ['invalid_request_error', 'validation_error'],
  401: ['invalid_request_error', 'invalid_api_key'],
  403: ['permission_denied_error', 'access_denied'],
  404: ['invalid_request_error', 'not_found_error'],
  408: ['server_error', 'timeout'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
  503: ['server_error', 'service_unavailable'],
}

/** A failure in OpenAI's envelope. */
export function openAIFailure({ requestId }: BedrockRequest, failure: ReportedFailure): Answer {
  const status = statusOf(failure)
  const [type, code] = OPENAI_TYPES[status] ?? ['server_error', 'internal_server_error']
  return openAIError(
    {
      status,
      message: failure.message,
      type,
      code: failure.code === undefined ? code : failure.code,
      param: failure.param ?? null,
      ...retryOf(failure),
    },
    { 'x-amzn-requestid': requestId, 'x-request-id': requestId, ...failure.headers },
  )
}

/** A failure in Anthropic's envelope. */
export function anthropicFailure({ requestId }: BedrockRequest, failure: ReportedFailure): Answer {
  return anthropicError(
    { status: statusOf(failure), message: failure.message, ...retryOf(failure) },
    { 'x-amzn-requestid': requestId, 'request-id': requestId, ...failure.headers },
  )
}

const retryOf = ({ retryAfter }: ReportedFailure) => (retryAfter === undefined ? {} : { retryAfter })

function statusOf({ type, status }: ReportedFailure): number {
  return status ?? (ERROR_STATUS as Readonly<Record<string, number>>)[type] ?? 500
}
