/**
 * A value that all copies of the package in this process share: it may be loaded as an ES module and as CommonJS, or be
 * installed twice. Made at the first call, not by importing: an import has no side effects.
 *
 * The shape of a value is shared by all those copies: extend it, never change it under the same name.
 *
 * @param name what follows `patchbay.` in the key, with a version
 */
export function processState<T extends object>(name: string, create: () => T): T {
  const key = Symbol.for(`patchbay.${name}`)
  const holder = globalThis as { [key]?: T }
  const existing = holder[key]
  if (existing !== undefined) return existing
  const value = create()
  Object.defineProperty(globalThis, key, { value, enumerable: false, configurable: true, writable: false })
  return value
}
