import { toAnthropicError } from '@patchbay/core'
import {
  type BedrockError,
  toBedrockError,
  toOpenAIError,
  toStreamError,
  TranslationError,
} from '@patchbay/translator'

import type { ClientProtocol } from './clients.ts'

/** A failure after the stream began, as the caller sees it. */
export interface CallerFailure {
  /** The class of the client's SDK that is thrown. */
  readonly errorClass: string
  readonly status: number
  readonly message: string
  readonly code: string | null
  /** The event that says so to callers without an SDK. */
  readonly event: object
}

/** The classes of `openai` by status. https://github.com/openai/openai-node#handling-errors */
const OPENAI_ERRORS: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'AuthenticationError',
  403: 'PermissionDeniedError',
  404: 'NotFoundError',
  409: 'ConflictError',
  422: 'UnprocessableEntityError',
  429: 'RateLimitError',
}

/** `@anthropic-ai/sdk` has some more. https://github.com/anthropics/anthropic-sdk-typescript#handling-errors */
const ANTHROPIC_ERRORS: Readonly<Record<number, string>> = {
  ...OPENAI_ERRORS,
  402: 'PaymentRequiredError',
  408: 'RequestTimeoutError',
  412: 'PreconditionFailedError',
  413: 'ContentTooLargeError',
  431: 'RequestHeaderFieldsTooLargeError',
  499: 'ClientClosedRequestError',
  501: 'NotImplementedError',
  503: 'ServiceUnavailableError',
  504: 'GatewayTimeoutError',
  529: 'OverloadedError',
}

/** The class that the client's SDK throws for a status. */
export function errorClassOf(status: number, client: ClientProtocol): string {
  const classes = client === 'messages' ? ANTHROPIC_ERRORS : OPENAI_ERRORS
  return classes[status] ?? (status >= 500 ? 'InternalServerError' : 'APIError')
}

/** Where a caller's prompt stands, for a failure that names it. */
const PROMPT_FIELDS = {
  'chat-completions': 'messages',
  responses: 'input',
  messages: 'messages',
  converse: 'messages',
}

/** A failure of the service, or of its answer's translation, for a client. */
export function toCallerFailure(
  error: BedrockError | TranslationError,
  client: ClientProtocol,
): CallerFailure {
  const { error: details } = TranslationError.is(error)
    ? toStreamError(error)
    : inStream(error, PROMPT_FIELDS[client])
  const { message, code, status = 500 } = details
  const facts = { errorClass: errorClassOf(status, client), status, message, code }
  if (client === 'messages') return { ...facts, event: toAnthropicError(status, { error: details }, null) }
  if (client === 'converse') return toException(status, details)
  return { ...facts, event: { error: details } }
}

function inStream(error: BedrockError, promptField: string): ReturnType<typeof toStreamError> {
  const { status, body } = toOpenAIError(error, promptField)
  return { error: { ...body.error, status } }
}

/** In an event stream the exception is the member of its name. */
function toException(status: number, details: object): CallerFailure {
  const exception = toBedrockError(status, { error: details })
  const { type = 'InternalServerException', message = '' } = exception
  const member = type.charAt(0).toLowerCase() + type.slice(1)
  return {
    errorClass: type,
    status: exception.status ?? status,
    message,
    code: null,
    event: { [member]: { message } },
  }
}

/** Why a stream of bytes cannot be read on, as the route reports it. */
export function brokenStream(message: string): TranslationError {
  return new TranslationError(message, { status: 502, type: 'server_error', code: 'malformed_event_stream' })
}
