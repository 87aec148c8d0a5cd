import { hasInstance } from './has-instance.ts'
import { PatchbayError, type PatchbayErrorOptions } from './patchbay-error.ts'

/** The environment configures more than one gateway, and nothing says which one to use. */
export class AmbiguousGatewayError extends PatchbayError {
  override readonly name = 'AmbiguousGatewayError'

  constructor(message: string, options?: PatchbayErrorOptions) {
    super('ambiguous_gateway', message, options)
  }

  /** @internal */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasInstance(this, AmbiguousGatewayError, value, 'AmbiguousGatewayError')
  }
}
