import { hasInstance } from './has-instance.ts'
import { PatchbayError } from './patchbay-error.ts'

/** A request that was made without an SDK (`query`) was answered with a failure, or not at all. */
export class PatchbayRequestError extends PatchbayError {
  override readonly name = 'PatchbayRequestError'
  /** The HTTP status, or `undefined` when no answer came. */
  readonly status: number | undefined
  /** The answer's body: parsed where it was JSON, else its text. */
  readonly body: unknown

  constructor(
    message: string,
    details: { status?: number | undefined; code?: string | undefined; body?: unknown; cause?: unknown },
  ) {
    super(details.code ?? 'request_failed', message, { cause: details.cause })
    this.status = details.status
    this.body = details.body
  }

  /** @internal */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasInstance(this, PatchbayRequestError, value, 'PatchbayRequestError')
  }
}
