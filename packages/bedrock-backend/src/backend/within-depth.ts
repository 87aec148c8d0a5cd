import { TranslationError } from '@patchbay/translator'

/**
 * What `make` gives, which reads or writes the body of a request. JSON is written by recursion: a body nested some thousands
 * of levels deep exhausts the stack.
 *
 * @throws TranslationError 400 for a body that is nested too deeply, or longer than a text can be
 */
export function withinDepth<Result>(make: () => Result): Result {
  try {
    return make()
  } catch (error) {
    if (!isExhausted(error)) throw error
    throw tooDeep()
  }
}

/** The failure of a body that is nested too deeply. */
export function tooDeep(): TranslationError {
  return new TranslationError(
    'The body of the request is nested too deeply, or is too long, to be written as JSON. Look for tool arguments or schemas that are nested thousands of levels deep.',
    { code: 'body_too_deep' },
  )
}

/** Firefox has an error of its own for the stack. */
function isExhausted(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name === 'InternalError')
}
