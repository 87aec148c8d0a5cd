/**
 * Goes on with a value at once where it is there, and else when it is. For what nearly every request finds there: a promise and a
 * turn of the queue for each such step cost a call more than what is done in it.
 *
 * Nothing is caught: `proceed` may throw at once, as well as reject later.
 */
export function whenThere<Value, Result>(
  value: Value | Promise<Value>,
  proceed: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(proceed) : proceed(value)
}
