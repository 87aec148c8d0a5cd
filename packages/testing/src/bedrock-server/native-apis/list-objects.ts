import { isObject } from '../../is-object.ts'

/** The objects of a list; what is no list has none. */
export function listObjects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
