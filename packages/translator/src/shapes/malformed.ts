import { reject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import { readShape, type Shape } from './read-shape.ts'

/**
 * A value of a caller's request, as its shape says.
 *
 * @throws TranslationError 400 that names the member at fault
 */
export function readRequestShape<Value>(value: unknown, shape: Shape, path = ''): Value {
  return readShape<Value>(value, shape, path, ({ path: param, message }) => reject(param, message))
}

/**
 * A value of a service's or backend's answer, as its shape says.
 *
 * @throws TranslationError 502 `malformed_answer` that names the member at fault: trying again may help
 */
export function readAnswerShape<Value>(value: unknown, shape: Shape, path = ''): Value {
  return readShape<Value>(value, shape, path, ({ message }) => malformedAnswer(message))
}

/** An answer that is none. */
function malformedAnswer(problem: string): TranslationError {
  return new TranslationError(`The model's answer cannot be read. ${problem}`, {
    status: 502,
    type: 'server_error',
    code: 'malformed_answer',
  })
}
