import { isObject } from '../../is-object.ts'

/** Whether an object schema, anywhere in a schema, takes properties beyond those that it names. */
export function hasOpenObject(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasOpenObject)
  if (!isObject(schema)) return false
  const open = schema['type'] === 'object' && schema['additionalProperties'] !== false
  return open || schemasWithin(schema).some(hasOpenObject)
}

/** The schemas directly within a schema: `properties` and friends hold names, the rest hold schemas. */
export function schemasWithin(schema: Record<string, unknown>): unknown[] {
  const named = ['properties', '$defs', 'definitions'].flatMap((key) => {
    const table = schema[key]
    return isObject(table) ? Object.values(table) : []
  })
  const direct = ['items', 'prefixItems', 'anyOf', 'oneOf', 'allOf', 'not'].flatMap(
    (key) => schema[key] ?? [],
  )
  return [...named, ...direct]
}
