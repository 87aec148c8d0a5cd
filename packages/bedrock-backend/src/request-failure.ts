/** The inner part of OpenAI's error envelope. `status` stands in it for streams, whose status was sent before. */
export interface FailureDetails {
  readonly status: number
  readonly type: string
  readonly code: string | null
  readonly param: string | null
}

/**
 * A request that cannot be served, or that Bedrock refused. It never leaves the package: it becomes an answer with
 * OpenAI's error envelope, or an error inside a stream.
 */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure'
  readonly details: FailureDetails
  /** Lower-case headers of the answer: `retry-after`, `x-request-id`, `x-should-retry`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    message: string,
    details: { status: number; type?: string; code?: string | null; param?: string | null },
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.details = {
      status: details.status,
      type: details.type ?? 'invalid_request_error',
      code: details.code ?? null,
      param: details.param ?? null,
    }
    this.headers = headers
  }

  /** The same failure with further headers. */
  with(headers: Readonly<Record<string, string>>): RequestFailure {
    const failure = new RequestFailure(this.message, this.details, { ...this.headers, ...headers })
    if (this.cause !== undefined) failure.cause = this.cause
    return failure
  }
}

/** Tells the clients not to retry what cannot succeed. */
export const DO_NOT_RETRY = { 'x-should-retry': 'false' } as const

/** A connection that broke in the middle of a stream: its status has been sent already, so this is an error of the stream. */
export function interruptedStream(cause: unknown): RequestFailure {
  const failure = new RequestFailure(
    'The connection to Amazon Bedrock broke before the answer was complete.',
    { status: 502, type: 'server_error', code: 'stream_interrupted' },
  )
  failure.cause = cause
  return failure
}
