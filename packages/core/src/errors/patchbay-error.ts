import { hasInstance, MARKER } from './has-instance.ts'

/** Options of every Patchbay error. */
export interface PatchbayErrorOptions {
  /** The error behind this one. */
  readonly cause?: unknown
}

/**
 * Patchbay was set up incorrectly. Thrown by `register`, `configure` and the route factories, never
 * while a request is under way: a request fails with the error classes of the SDK that made it.
 */
export class PatchbayError extends Error {
  override readonly name: string = 'PatchbayError'
  /** @internal */
  readonly [MARKER] = true
  /** Stable and machine-readable, e.g. `unknown_route`. */
  readonly code: string

  constructor(code: string, message: string, options: PatchbayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
  }

  /**
   * Holds for an instance of any installed copy of this package.
   *
   * @internal
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasInstance(this, PatchbayError, value)
  }

  /** Recognises an instance of any installed copy of this package. */
  static is(error: unknown): error is PatchbayError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
