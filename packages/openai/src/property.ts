/**
 * Sets an own property and returns what puts everything back: the descriptor that was there, or none. If somebody else
 * has replaced the property meanwhile, it stays theirs.
 *
 * A property that was not there becomes a non-enumerable one, as methods are, so that copies do not take it along, unless
 * `enumerable` says otherwise.
 */
export function replaceProperty(
  object: object,
  name: PropertyKey,
  value: unknown,
  enumerable = false,
): () => void {
  const before = Object.getOwnPropertyDescriptor(object, name)
  Object.defineProperty(object, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: before?.enumerable ?? enumerable,
  })
  return () => {
    if (Object.getOwnPropertyDescriptor(object, name)?.value === value) putBack(object, name, before)
  }
}

/** Gives a property back the descriptor that it had, or takes it away where there was none. */
export function putBack(object: object, name: PropertyKey, before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(object, name)
  else Object.defineProperty(object, name, before)
}
