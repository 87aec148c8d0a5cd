/**
 * Sets an own property and returns what puts everything back: the descriptor that was there, or none. If other code
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

/**
 * Sets a property that is an accessor on `object`, as if it was a plain value there. On `object` itself, and through a Proxy around
 * it, that is the accessor's value; what was made of it by `Object.create(object)` gets a property of its own, and `object` keeps its.
 *
 * @param get tells the accessor from others
 * @param store keeps the value of `object`
 * @throws TypeError where the receiver takes no property
 */
export function setOnReceiver<Value>(
  receiver: unknown,
  name: PropertyKey,
  value: Value,
  get: unknown,
  store: (value: Value) => void,
): void {
  if (typeof receiver !== 'object' || receiver === null) return
  const own = Object.getOwnPropertyDescriptor(receiver, name)
  if (own !== undefined && own.get === get) store(value)
  else Object.defineProperty(receiver, name, { value, writable: true, enumerable: true, configurable: true })
}
