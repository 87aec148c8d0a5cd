import { hasInstance } from './has-instance.ts'
import { PatchbayError, type PatchbayErrorOptions } from './patchbay-error.ts'

/** What was given to `register` is not a client that Patchbay knows how to route. */
export class UnsupportedClientError extends PatchbayError {
  override readonly name = 'UnsupportedClientError'

  constructor(message: string, options?: PatchbayErrorOptions) {
    super('unsupported_client', message, options)
  }

  /** @internal */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasInstance(this, UnsupportedClientError, value, 'UnsupportedClientError')
  }
}
