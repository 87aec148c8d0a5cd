import { TranslationError } from '../translation-error.ts'

/** A failure as Bedrock reports it, in an HTTP answer or as an exception frame of a stream. */
export interface BedrockError {
  /** HTTP status. Exception frames have none: then the type decides. */
  readonly status?: number | undefined
  /** The exception's name, e.g. `ThrottlingException`; `throttlingException`, as frames have it, is accepted. */
  readonly type?: string | undefined
  readonly message?: string | undefined
  readonly requestId?: string | undefined
  /** The `retry-after` header: seconds, or a date. */
  readonly retryAfter?: string | undefined
}

/** OpenAI's error envelope. */
export interface OpenAIErrorBody {
  readonly error: {
    readonly message: string
    readonly type: string
    readonly code: string | null
    readonly param: string | null
    /** Only inside of a stream, where the HTTP status has been sent already. */
    readonly status?: number
  }
}

/** An error answer as OpenAI would send it. */
export interface OpenAIErrorAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: OpenAIErrorBody
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors */
const EXCEPTION_STATUS = {
  ValidationException: 400,
  ConflictException: 400,
  ServiceQuotaExceededException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ModelTimeoutException: 408,
  ModelErrorException: 424,
  ModelStreamErrorException: 424,
  ThrottlingException: 429,
  ModelNotReadyException: 429,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
} as const satisfies Record<string, number>

type ExceptionName = keyof typeof EXCEPTION_STATUS

/** https://platform.openai.com/docs/guides/error-codes */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  429: 'rate_limit_error',
}

/** OpenAI's status → the exception a Bedrock client knows. */
const STATUS_EXCEPTIONS: Readonly<Record<number, ExceptionName>> = {
  401: 'AccessDeniedException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  409: 'ConflictException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  502: 'ServiceUnavailableException',
  503: 'ServiceUnavailableException',
  504: 'ModelTimeoutException',
}

/** How models say that a prompt does not fit. Not "too many tokens, please wait": that is throttling. */
const CONTEXT_OVERFLOW = [
  /(?:prompt|input|request) is too (?:long|large)/i,
  /too many input tokens/i,
  /input tokens? exceed/i,
  /number of input tokens/i,
  /context (?:length|window|limit|size)/i,
  /maximum (?:prompt|input) length/i,
  /exceeds? (?:the |this )?(?:model's )?(?:maximum )?context/i,
]

/**
 * Bedrock → OpenAI: status, code and message are Bedrock's, and `openai` raises the error class of the status. A prompt
 * that does not fit gets OpenAI's code for that.
 *
 * @param promptField - the field of the request that holds the prompt: `param` of a prompt that does not fit
 */
export function toOpenAIError(error: BedrockError, promptField = 'messages'): OpenAIErrorAnswer {
  const name = toExceptionName(error.type)
  const status = error.status ?? (isKnownException(name) ? EXCEPTION_STATUS[name] : 500)
  const message = error.message || `Bedrock answered with ${name ?? `status ${status}`}.`
  const overflow = status === 400 && isContextOverflow(message)
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(error.requestId ? { 'x-request-id': error.requestId } : {}),
      ...(error.retryAfter === undefined ? {} : { 'retry-after': error.retryAfter }),
    },
    body: {
      error: {
        message,
        type: toErrorType(status),
        code: overflow ? 'context_length_exceeded' : (name ?? null),
        param: overflow ? promptField : null,
      },
    },
  }
}

/** A `TranslationError` as the answer that the caller's SDK turns into its own error. */
export function toTranslationErrorAnswer(error: TranslationError): OpenAIErrorAnswer {
  const { message, type, code, param, status } = error
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: { error: { message, type, code, param } },
  }
}

/** The envelope for a failure after the stream began; it contains the status. */
export function toStreamError(error: BedrockError | TranslationError): OpenAIErrorBody {
  const { status, body } = TranslationError.is(error) ? toTranslationErrorAnswer(error) : toOpenAIError(error)
  return { error: { ...body.error, status } }
}

/**
 * OpenAI → Bedrock: the exception that an AWS client should raise for a backend's failure.
 *
 * @param body - the parsed body, whatever it was
 */
export function toBedrockError(
  status: number,
  body: unknown,
  headers: { readonly requestId?: string | undefined; readonly retryAfter?: string | undefined } = {},
): Required<Pick<BedrockError, 'status' | 'type' | 'message'>> & BedrockError {
  const error = readError(body)
  const code = toExceptionName(typeof error.code === 'string' ? error.code : undefined)
  const type = isKnownException(code)
    ? code
    : (STATUS_EXCEPTIONS[status] ?? (status >= 500 ? 'InternalServerException' : 'ValidationException'))
  return {
    status: EXCEPTION_STATUS[type],
    type,
    message:
      typeof error.message === 'string' && error.message !== ''
        ? error.message
        : `The backend answered ${status}.`,
    ...headers,
  }
}

/** Whether a message says that the prompt does not fit into the model's context. */
export function isContextOverflow(message: string): boolean {
  return CONTEXT_OVERFLOW.some((pattern) => pattern.test(message))
}

function toErrorType(status: number): string {
  return ERROR_TYPES[status] ?? (status >= 500 || status === 424 ? 'server_error' : 'invalid_request_error')
}

/** `throttlingException`, `com.amazon#ThrottlingException` and `ThrottlingException:http://...` are one. */
function toExceptionName(type: string | undefined): string | undefined {
  const name = type?.split(':')[0]?.split('#').at(-1)
  return name ? name.charAt(0).toUpperCase() + name.slice(1) : undefined
}

function isKnownException(name: string | undefined): name is ExceptionName {
  return name !== undefined && Object.hasOwn(EXCEPTION_STATUS, name)
}

function readError(body: unknown): { code?: unknown; message?: unknown } {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : body
  if (typeof error === 'string') return { message: error }
  return typeof error === 'object' && error !== null ? error : {}
}
