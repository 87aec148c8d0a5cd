const MARKER = Symbol.for('patchbay.error.translation')

/** Input that no translation exists for. Becomes an error of the caller's own SDK: its message names the field and the remedy. */
export class TranslationError extends Error {
  override readonly name = 'TranslationError'
  readonly [MARKER] = true
  /** HTTP status of the equivalent OpenAI error; 400 unless said otherwise. */
  readonly status: number
  /** OpenAI's error `type`. */
  readonly type: string
  /** OpenAI's error `code`, or `null`. */
  readonly code: string | null
  /** The caller's name of the field at fault, or `null`. */
  readonly param: string | null

  constructor(
    message: string,
    details: { status?: number; type?: string; code?: string | null; param?: string | null } = {},
  ) {
    super(message)
    this.status = details.status ?? 400
    this.type = details.type ?? 'invalid_request_error'
    this.code = details.code ?? null
    this.param = details.param ?? null
  }

  /** Holds for an instance of any installed copy of this package, `@patchbay/sdk` included. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      Function.prototype[Symbol.hasInstance].call(this, value) ||
      (this === TranslationError && TranslationError.is(value))
    )
  }

  /** Recognises an instance of any installed copy of this package. */
  static is(error: unknown): error is TranslationError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
