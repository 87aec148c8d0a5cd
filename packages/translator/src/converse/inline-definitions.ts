/** JSON Schemas without `$defs` and `definitions`, for models that take none. */
import { isObject } from '../json-shape.ts'
import { resolveReference, type JsonSchema } from './json-schema.ts'

/** A schema without definitions. */
export interface InlinedSchema {
  readonly schema: JsonSchema
  /** A definition refers to itself: where it would repeat, anything is allowed. */
  readonly cut: boolean
}

/** Puts every definition where it is referred to. References out of the schema are left alone. */
export function inlineDefinitions(schema: JsonSchema): InlinedSchema {
  const { $defs: _defs, definitions: _older, ...rest } = schema
  let cut = false
  const inline = (value: unknown, path: ReadonlySet<string>): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => inline(item, path))
    if (!isObject(value)) return value
    const { $ref, ...beside } = value
    const target = typeof $ref === 'string' ? resolveReference($ref, schema) : undefined
    if (target === undefined || typeof $ref !== 'string') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inline(item, path)]))
    }
    if (path.has($ref)) {
      cut = true
      return typeof target['description'] === 'string' ? { description: target['description'] } : {}
    }
    return inline({ ...target, ...beside }, new Set([...path, $ref]))
  }
  return { schema: inline(rest, new Set()) as JsonSchema, cut }
}
