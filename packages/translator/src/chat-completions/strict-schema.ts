import { subschemas } from '../converse/json-schema.ts'
import { isObject, type JsonObject } from '../json-shape.ts'

/**
 * Whether OpenAI holds a model to a schema: all its objects are closed, and require all their properties.
 * https://platform.openai.com/docs/guides/structured-outputs
 */
export function isStrictSchema(schema: JsonObject): boolean {
  const { type, properties, required, additionalProperties } = schema
  if (type === 'object' || isObject(properties)) {
    if (additionalProperties !== false) return false
    const demanded: readonly unknown[] = Array.isArray(required) ? required : []
    const names = Object.keys(isObject(properties) ? properties : {})
    if (!names.every((name) => demanded.includes(name))) return false
  }
  return subschemas(schema).every(isStrictSchema)
}
