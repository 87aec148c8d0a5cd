/** The value of an own data property: getters are not called, and prototypes not asked. */
export function ownProperty(object: object | undefined, name: PropertyKey): unknown {
  return object === undefined ? undefined : Object.getOwnPropertyDescriptor(object, name)?.value
}

/** The value of an own data property where it is an object, else `undefined`. */
export function ownObject(object: object | undefined, name: PropertyKey): object | undefined {
  const value = ownProperty(object, name)
  return typeof value === 'object' && value !== null ? value : undefined
}

/** What a value is, for messages: `a value of type string`, `an object`, `an instance of OpenAI`. */
export function describeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a value of type ${typeof value}`
  const name: unknown = (Object.getPrototypeOf(value) as object | null)?.constructor?.name
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `an instance of ${name}` : 'an object'
}
