/**
 * JSON Schemas as Bedrock's structured output takes them: every object closed, and some of the keywords only.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 */
import { isObject } from '../json-shape.ts'
import { findReferenced, type JsonSchema } from './schema-reference.ts'

export type { JsonSchema } from './schema-reference.ts'

/** Keywords whose value is one schema. */
const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set(['items', 'additionalProperties'])
/** Keywords whose value is a list of schemas. */
const LIST_KEYWORDS: ReadonlySet<string> = new Set(['anyOf', 'allOf', 'oneOf', 'prefixItems'])
/** Keywords whose value holds schemas under names of the caller's choice. */
const MAP_KEYWORDS: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions'])

/** Constraints that the service refuses: they move to the description, where the model can still read them. */
const UNSUPPORTED_KEYWORDS: ReadonlySet<string> = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'contains',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'not',
  'if',
  'then',
  'else',
  'examples',
])

/** Keywords about the schema itself: nothing is lost without them. */
const META_KEYWORDS: ReadonlySet<string> = new Set(['$schema', '$id', '$comment'])

const SUPPORTED_FORMATS: ReadonlySet<unknown> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
])

/** The schema with every object closed and only supported keywords. Property names are never taken for keywords. */
export function toStructuredSchema(schema: JsonSchema): JsonSchema {
  const result: { [keyword: string]: unknown } = {}
  const moved: string[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    if (META_KEYWORDS.has(keyword)) continue
    if (isUnsupported(keyword, value)) moved.push(`${keyword}: ${JSON.stringify(value)}`)
    else result[keyword === 'oneOf' ? 'anyOf' : keyword] = mapKeyword(keyword, value, toStructuredSchema)
  }
  if (isObjectSchema(schema)) {
    const open = schema['additionalProperties']
    if (isObject(open)) moved.push(`additionalProperties: ${JSON.stringify(open)}`)
    result['additionalProperties'] = false
  }
  if (moved.length > 0) {
    const description = schema['description']
    const constraints = `(${moved.join(', ')})`
    result['description'] = typeof description === 'string' ? `${description} ${constraints}` : constraints
  }
  return result
}

/**
 * Whether closing every object leaves a schema its meaning. It does not for dictionaries and free-form objects, which would
 * allow nothing but `{}`, nor for objects that are put together of others, each closed for itself.
 */
export function isClosable(schema: JsonSchema): boolean {
  if (isObjectSchema(schema)) {
    if (isOpen(schema['additionalProperties']) || isObject(schema['patternProperties'])) return false
    const isFree = !isObject(schema['properties']) || Object.keys(schema['properties']).length === 0
    if (isFree && schema['additionalProperties'] !== false && schema['$ref'] === undefined) return false
    if (['anyOf', 'oneOf', 'allOf'].some((keyword) => Array.isArray(schema[keyword]))) return false
  }
  const all = schema['allOf']
  if (Array.isArray(all) && all.length > 1) return false
  return subschemas(schema).every(isClosable)
}

/** `true`, or a schema that allows something. */
function isOpen(additional: unknown): boolean {
  if (!isObject(additional)) return additional === true
  const never = isObject(additional['not']) && Object.keys(additional['not']).length === 0
  return !never
}

/** Whether every object in the schema refuses additional properties. */
export function isClosedSchema(schema: JsonSchema): boolean {
  if (isObjectSchema(schema) && schema['additionalProperties'] !== false) return false
  return subschemas(schema).every(isClosedSchema)
}

/**
 * Whether the service can hold a model to the schema at all: references stay inside of it, and none is
 * recursive.
 */
export function isEnforceableSchema(schema: JsonSchema): boolean {
  return followReferences(schema, schema, new Map())
}

/** @param states - of every reference that was met: each is followed once */
function followReferences(
  schema: JsonSchema,
  root: JsonSchema,
  states: Map<string, 'open' | 'followed'>,
): boolean {
  const reference = schema['$ref']
  if (typeof reference === 'string' && states.get(reference) !== 'followed') {
    const target = resolveReference(reference, root)
    if (target === undefined || states.get(reference) === 'open') return false
    states.set(reference, 'open')
    if (!followReferences(target, root, states)) return false
    states.set(reference, 'followed')
  }
  const { $defs: _ours, definitions: _older, ...rest } = schema
  return subschemas(rest).every((item) => followReferences(item, root, states))
}

/** The schema that `#/$defs/name` names, as every other reference to a member of a member of the root. A reference to the root itself would be recursive. */
export function resolveReference(reference: string, root: JsonSchema): JsonSchema | undefined {
  const [start, keyword, ...name] = reference.split('/')
  const definitions = start === '#' && keyword !== undefined ? root[keyword] : undefined
  const target = isObject(definitions) ? definitions[name.join('/')] : undefined
  return isObject(target) ? target : undefined
}

/** A schema for a tool's input: the root is an object, whatever else it says. A reference there is followed. */
export function toObjectSchema(schema: unknown): JsonSchema {
  if (!isObject(schema)) return { type: 'object', properties: {} }
  const { $ref, ...rest } = schema
  const target = typeof $ref === 'string' ? findReferenced($ref, schema) : undefined
  // The root that refers to itself says nothing by it.
  if (target === schema) return { ...rest, type: 'object' }
  return target === undefined || target['$ref'] !== undefined
    ? { ...schema, type: 'object' }
    : { ...target, ...rest, type: 'object' }
}

function isUnsupported(keyword: string, value: unknown): boolean {
  if (keyword === 'format') return !SUPPORTED_FORMATS.has(value)
  if (keyword === 'minItems') return value !== 0 && value !== 1
  return UNSUPPORTED_KEYWORDS.has(keyword)
}

function isObjectSchema(schema: JsonSchema): boolean {
  const type = schema['type']
  return (
    type === 'object' || (Array.isArray(type) && type.includes('object')) || isObject(schema['properties'])
  )
}

function mapKeyword(keyword: string, value: unknown, change: (schema: JsonSchema) => JsonSchema): unknown {
  if (SCHEMA_KEYWORDS.has(keyword) && isObject(value)) return change(value)
  if (LIST_KEYWORDS.has(keyword) && Array.isArray(value)) {
    return value.map((item: unknown) => (isObject(item) ? change(item) : item))
  }
  if (MAP_KEYWORDS.has(keyword) && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, isObject(item) ? change(item) : item]),
    )
  }
  return value
}

/** The schemas directly within a schema. */
export function subschemas(schema: JsonSchema): JsonSchema[] {
  const found: JsonSchema[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    mapKeyword(keyword, value, (item) => {
      found.push(item)
      return item
    })
  }
  return found
}
