import { PatchbayError, type PatchbayErrorOptions } from './patchbay-error.ts'

/** The environment configures more than one gateway, and nothing says which one is meant. */
export class AmbiguousGatewayError extends PatchbayError {
  override readonly name = 'AmbiguousGatewayError'

  constructor(message: string, options?: PatchbayErrorOptions) {
    super('ambiguous_gateway', message, options)
  }
}
