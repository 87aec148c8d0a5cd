import { isObject } from '../json-shape.ts'

/** The values at a path of members, in order; arrays on the way are followed. What is not there is skipped. */
export function listMembers(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => listMembers(item, path))
  const [name, ...rest] = path
  if (name === undefined) return [value]
  return isObject(value) && Object.hasOwn(value, name) ? listMembers(value[name], rest) : []
}
