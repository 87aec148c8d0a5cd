/** On every error of Patchbay, whichever copy of the package made it. */
export const MARKER = Symbol.for('patchbay.error')

/**
 * `instanceof` that holds across copies of the package: one process may load it as an ES module and as CommonJS, or in two
 * versions. A class that an application derives from `owner` is asked in the ordinary way.
 *
 * @param asked the class on the right of `instanceof`
 * @param owner the class that this method belongs to
 * @param name the name that the instances of `owner` have; without one, every error of Patchbay is an instance
 */
export function hasInstance(asked: object, owner: object, value: unknown, name?: string): boolean {
  if (Function.prototype[Symbol.hasInstance].call(asked as () => void, value)) return true
  if (asked !== owner || typeof value !== 'object' || value === null || !(MARKER in value)) return false
  return name === undefined || (value as { name?: unknown }).name === name
}
