/** A failure that the caller of a served command sees as an exception of their SDK. */
export class BackendFailure extends Error {
  override readonly name = 'BackendFailure'
  /** The exception's name, e.g. `ThrottlingException`. */
  readonly type: string
  readonly status: number
  readonly requestId: string | undefined
  /** When to try again, as the backend said it: the SDK's retries go by it. */
  readonly retryAfter: string | undefined

  constructor(failure: {
    type: string
    status: number
    message: string
    requestId?: string | undefined
    retryAfter?: string | undefined
  }) {
    super(failure.message)
    this.type = failure.type
    this.status = failure.status
    this.requestId = failure.requestId
    this.retryAfter = failure.retryAfter
  }
}

/**
 * What `make` gives, which writes the body of a request by recursion: a value nested some thousands of levels deep exhausts the stack.
 *
 * @throws BackendFailure for such a value
 */
export function withinDepth<Result>(make: () => Result): Result {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw rejection(
      'The input is nested too deeply, or is too long, to be written as JSON. Look for tool arguments or schemas that are nested thousands of levels deep.',
    )
  }
}

/** A command that cannot be served as it is: nothing was sent. */
export function rejection(message: string): BackendFailure {
  return new BackendFailure({ type: 'ValidationException', status: 400, message })
}
