/** JSON Schemas whose root is one plain object, for models that refuse `anyOf`, `oneOf` and `allOf` there. */
import { isObject } from '../json-shape.ts'
import type { JsonSchema } from './json-schema.ts'
import { findReferenced } from './schema-reference.ts'

const COMPOSITIONS = ['anyOf', 'oneOf', 'allOf'] as const

/** Whether the root is put together of other schemas: models write such an input, but not every API takes it. */
export function hasRootComposition(schema: JsonSchema): boolean {
  return COMPOSITIONS.some((keyword) => Array.isArray(schema[keyword]))
}

/**
 * Merges the compositions at the root into the root itself. A property that stands in several alternatives takes the schemas
 * of all. Required is what every alternative of `anyOf` and `oneOf` requires, and whatever a part of `allOf` requires: nothing
 * that was allowed is refused, though more may be allowed than before.
 */
export function mergeRootCompositions(schema: JsonSchema): JsonSchema {
  return mergeParts(schema, { root: schema, merged: new Map(), count: 0 }, new Set())
}

/** References that are merged one by one. Beyond them each is merged once more at most, so that the work stays bounded. */
const MAX_REFERENCES = 1000

interface Merging {
  readonly root: JsonSchema
  /** What was merged latest of each reference. */
  readonly merged: Map<string, JsonSchema>
  count: number
}

/** @param path - the references that led here: what refers to itself again says nothing new */
function mergeParts(schema: JsonSchema, merging: Merging, path: ReadonlySet<string>): JsonSchema {
  if (!hasRootComposition(schema)) return schema
  const { anyOf, oneOf, allOf, ...rest } = schema
  const read = (list: unknown): JsonSchema[] => readParts(list, merging, path)
  let merged: JsonSchema = rest
  for (const part of read(allOf)) {
    merged = join(merged, part, [...requiredOf(merged), ...requiredOf(part)])
  }
  for (const alternatives of [read(anyOf), read(oneOf)]) {
    const [first, ...others] = alternatives
    if (first === undefined) continue
    const shared = requiredOf(first).filter((name) =>
      others.every((other) => requiredOf(other).includes(name)),
    )
    const required = [...requiredOf(merged), ...shared]
    const closed = alternatives.every((part) => part['additionalProperties'] === false)
    for (const part of alternatives) merged = join(merged, part, required)
    if (closed && merged['additionalProperties'] === undefined)
      merged = { ...merged, additionalProperties: false }
  }
  return merged
}

/** The schemas of one composition that an object may match, references followed. */
function readParts(list: unknown, merging: Merging, path: ReadonlySet<string>): JsonSchema[] {
  return (Array.isArray(list) ? list : []).flatMap((item: unknown): JsonSchema[] => {
    if (!isObject(item)) return []
    const part = readPart(item, merging, path)
    return part === undefined || (part['type'] !== undefined && part['type'] !== 'object') ? [] : [part]
  })
}

function readPart(item: JsonSchema, merging: Merging, path: ReadonlySet<string>): JsonSchema | undefined {
  const { $ref, ...beside } = item
  if (typeof $ref !== 'string') return mergeParts(item, merging, path)
  if (path.has($ref)) return undefined
  const key = JSON.stringify(item)
  const target = findReferenced($ref, merging.root)
  merging.count += 1
  const known = merging.count > MAX_REFERENCES ? merging.merged.get(key) : undefined
  if (known !== undefined) return known
  const part = mergeParts(
    target === undefined ? item : { ...target, ...beside },
    merging,
    new Set([...path, $ref]),
  )
  merging.merged.set(key, part)
  return part
}

function join(left: JsonSchema, right: JsonSchema, required: readonly string[]): JsonSchema {
  const { required: _before, ...rest } = left
  const names = [...new Set(required)]
  return {
    ...rest,
    properties: joinProperties(left['properties'], right['properties']),
    ...(names.length === 0 ? {} : { required: names }),
  }
}

function joinProperties(left: unknown, right: unknown): JsonSchema {
  const joined = new Map(Object.entries(isObject(left) ? left : {}))
  for (const [name, schema] of Object.entries(isObject(right) ? right : {})) {
    joined.set(name, joinSchemas(joined.get(name), schema))
  }
  return Object.fromEntries(joined)
}

/** One property of several alternatives: the constants of a discriminator become an enumeration. */
function joinSchemas(left: unknown, right: unknown): unknown {
  if (left === undefined || JSON.stringify(left) === JSON.stringify(right)) return right
  const alternatives =
    isObject(left) && Object.keys(left).join() === 'anyOf' ? (left['anyOf'] as unknown[]) : [left]
  const known = alternatives.some((item) => JSON.stringify(item) === JSON.stringify(right))
  return { anyOf: known ? alternatives : [...alternatives, right] }
}

function requiredOf(schema: JsonSchema): string[] {
  const required = schema['required']
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
}
