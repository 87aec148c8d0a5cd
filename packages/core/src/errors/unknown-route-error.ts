import { hasInstance } from './has-instance.ts'
import { PatchbayError, type PatchbayErrorOptions } from './patchbay-error.ts'

/** A string named no route: the message says what was looked for, and where. */
export class UnknownRouteError extends PatchbayError {
  override readonly name = 'UnknownRouteError'

  constructor(message: string, options?: PatchbayErrorOptions) {
    super('unknown_route', message, options)
  }

  /** @internal */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasInstance(this, UnknownRouteError, value, 'UnknownRouteError')
  }
}
