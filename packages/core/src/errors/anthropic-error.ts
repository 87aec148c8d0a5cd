import { plainHeaders, readAnswerText } from '../gateways/answer.ts'
import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'

/** Anthropic's error envelope. https://docs.claude.com/en/api/errors */
export interface AnthropicErrorBody {
  /** Always `error`. */
  readonly type: 'error'
  /** What went wrong. */
  readonly error: {
    readonly type: string
    readonly message: string
    /** What OpenAI's envelope calls `code` and `param`. The SDK shows the first as `errorCode`. */
    readonly details?: { readonly error_code?: unknown; readonly param?: unknown }
    readonly [extra: string]: unknown
  }
  /** The id of the request, `null` where it has none. */
  readonly request_id: string | null
}

/** https://docs.claude.com/en/api/errors#http-errors */
const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...Object.values(TYPES),
  'invalid_request_error',
  'api_error',
])

/**
 * An error envelope of any protocol in Anthropic's shape. What is in that shape already stays as it is, its type and members
 * that Anthropic does not have included.
 *
 * @param body - the parsed envelope, whatever it is
 */
export function toAnthropicError(
  status: number,
  body: unknown,
  requestId: string | null,
): AnthropicErrorBody {
  const envelope = isRecord(body) ? body : {}
  if (isAnthropicError(envelope))
    return { ...envelope, request_id: envelope.request_id ?? requestId, error: withoutNulls(envelope.error) }
  // The status is that of the answer; only envelopes within streams repeat it.
  const {
    message,
    type,
    code,
    param,
    details,
    status: _status,
    ...rest
  } = isRecord(envelope['error']) ? envelope['error'] : {}
  const known = {
    ...(isAbsent(code) ? {} : { error_code: code }),
    ...(isAbsent(param) ? {} : { param }),
    ...(isRecord(details) ? details : {}),
  }
  return {
    type: 'error',
    error: {
      ...rest,
      type: toAnthropicType(type, status),
      message: toAnthropicMessage(message, code, status),
      ...(Object.keys(known).length === 0 ? {} : { details: known }),
    },
    request_id: typeof envelope['request_id'] === 'string' ? envelope['request_id'] : requestId,
  }
}

/**
 * Anthropic's API begins the message of a prompt beyond the model's context with these words, by which Claude Code and others know that
 * the conversation has to be compacted. https://docs.claude.com/en/docs/build-with-claude/context-windows
 */
const TOO_LONG = 'prompt is too long'

function toAnthropicMessage(message: unknown, code: unknown, status: number): string {
  if (typeof message !== 'string' || message === '') return `Status ${status}.`
  if (code !== 'context_length_exceeded' || message.toLowerCase().startsWith(TOO_LONG)) return message
  return `${TOO_LONG}: ${message}`
}

/** The type that was given, where Anthropic has it. OpenAI calls an unknown model an invalid request. */
function toAnthropicType(given: unknown, status: number): string {
  if (typeof given !== 'string' || !KNOWN_TYPES.has(given)) return typeOfStatus(status)
  return given === 'invalid_request_error' && status === 404 ? 'not_found_error' : given
}

function isAnthropicError(
  envelope: Record<string, unknown>,
): envelope is Record<string, unknown> & AnthropicErrorBody {
  const { type, error } = envelope
  return type === 'error' && isRecord(error) && typeof error['type'] === 'string' && error['type'] !== ''
}

/** What OpenAI's envelope says with `null` was not said. */
function withoutNulls({ code, param, ...error }: AnthropicErrorBody['error']): AnthropicErrorBody['error'] {
  return { ...error, ...(isAbsent(code) ? {} : { code }), ...(isAbsent(param) ? {} : { param }) }
}

/** A failed answer in Anthropic's shape, with its request id under Anthropic's name of the header. */
export async function toAnthropicFailure(response: Response): Promise<Response> {
  const headers = plainHeaders(response)
  const requestId = headers.get('request-id') ?? headers.get('x-request-id')
  if (requestId !== null) headers.set('request-id', requestId)
  headers.set('content-type', 'application/json')
  const body = toAnthropicError(response.status, parseJSON(await readAnswerText(response)), requestId)
  return new Response(JSON.stringify(body), { status: response.status, headers })
}

/** Anthropic's error `type` for an HTTP status. */
function typeOfStatus(status: number): string {
  return TYPES[status] ?? (status >= 500 || status === 424 ? 'api_error' : 'invalid_request_error')
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}
