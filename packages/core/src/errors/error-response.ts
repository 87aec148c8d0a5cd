/** The inner part of OpenAI's error envelope. https://platform.openai.com/docs/guides/error-codes */
export interface ErrorEnvelope {
  /** What went wrong, in words. */
  readonly message: string
  /** The kind of error, e.g. `invalid_request_error`. */
  readonly type: string
  /** Stable and machine-readable, e.g. `model_not_found`. */
  readonly code: string | null
  /** The field of the request that is at fault. */
  readonly param: string | null
  /** Whatever else a gateway says. */
  readonly [extra: string]: unknown
}

/** An API failure as OpenAI's clients expect it: they raise the error class that belongs to `status`. */
export function errorResponse(
  status: number,
  error: {
    message: string
    /** Default: OpenAI's type for `status`. */
    type?: string | undefined
    code?: string | null | undefined
    param?: string | null | undefined
    [extra: string]: unknown
  },
  headers: Record<string, string> = {},
): Response {
  const envelope: ErrorEnvelope = {
    ...error,
    type: error.type ?? typeOfStatus(status),
    code: error.code ?? null,
    param: error.param ?? null,
  }
  return new Response(JSON.stringify({ error: envelope }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** OpenAI's error `type` for an HTTP status. */
export function typeOfStatus(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 404) return 'not_found_error'
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
