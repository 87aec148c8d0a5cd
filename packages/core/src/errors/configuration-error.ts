import { hasInstance } from './has-instance.ts'
import { PatchbayError, type PatchbayErrorOptions } from './patchbay-error.ts'

/** An option or a variable of the environment is invalid: the message names it and the remedy. */
export class ConfigurationError extends PatchbayError {
  override readonly name = 'ConfigurationError'

  constructor(message: string, options?: PatchbayErrorOptions) {
    super('configuration', message, options)
  }

  /** @internal */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasInstance(this, ConfigurationError, value, 'ConfigurationError')
  }
}
