/** JSON Schemas without `$defs` and `definitions`, for models that take none. */
import { isObject } from '../json-shape.ts'
import type { JsonSchema } from './json-schema.ts'
import { findReferenced, isLocalReference } from './schema-reference.ts'

/** A schema without definitions. */
export interface InlinedSchema {
  readonly schema: JsonSchema
  /** A definition is not everywhere in its place: it refers to itself, does not exist, or all of them would grow too large. */
  readonly cut: boolean
}

/** Objects and lists that definitions may add to a schema. Far more than a model could use. */
const MAX_ADDED_NODES = 10_000
/** How many definitions may lie within one another: the most with which the schema keeps to its size. */
const NESTING_LEVELS = [32, 16, 8, 4, 3, 2, 1]

/** What all schemas of a request may cost together, tries that grew too large included. */
const MOST_NODES = 100_000

/** How much of that is left; shared by the schemas of a request. */
export interface InliningAllowance {
  nodes: number
}

export function createInliningAllowance(): InliningAllowance {
  return { nodes: MOST_NODES }
}

/** Keywords whose value is data, whatever it looks like. */
const DATA_KEYWORDS: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples', 'example'])
/** Keywords whose value holds schemas under names of the caller's choice. */
const MAP_KEYWORDS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
])
/** What only references need. */
const DEFINITION_KEYWORDS: ReadonlySet<string> = new Set(['$defs', 'definitions', '$anchor'])

/** Whether a schema holds definitions, or references to its own parts. */
export function needsInlining(schema: JsonSchema): boolean {
  return '$defs' in schema || 'definitions' in schema || holdsReference(schema)
}

function holdsReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (isObject(value) && typeof value['$ref'] === 'string' && isLocalReference(value['$ref'])) return true
  return Object.values(value).some(holdsReference)
}

/**
 * Puts every definition where it is referred to. References out of the schema are left alone.
 *
 * Where a definition cannot be put, because it would repeat within itself, does not exist or would let the schema grow beyond
 * `MAX_ADDED_NODES`, anything is allowed: `{}`, with its description and what stands beside the reference.
 *
 * @param root - what references start from, when the schema was changed before
 * @param allowance - of the request; where nothing is left of it, references allow anything
 */
export function inlineDefinitions(
  schema: JsonSchema,
  root: JsonSchema = schema,
  allowance: InliningAllowance = createInliningAllowance(),
): InlinedSchema {
  for (const levels of NESTING_LEVELS) {
    if (allowance.nodes <= 0) break
    const inlined = inlineLevels(schema, root, { levels, nodes: MAX_ADDED_NODES }, allowance)
    if (inlined !== undefined) return inlined
  }
  return inlineLevels(schema, root, { levels: 0, nodes: Infinity }, allowance)!
}

/** @returns `undefined` when the definitions have more nodes than they may */
function inlineLevels(
  schema: JsonSchema,
  root: JsonSchema,
  limits: { readonly levels: number; readonly nodes: number },
  allowance: InliningAllowance,
): InlinedSchema | undefined {
  let added = 0
  let cut = false
  const inlineAll = (value: unknown, path: Path, isMap: boolean): unknown => {
    if (Array.isArray(value)) {
      added += path.length === 0 ? 0 : 1
      return value.map((item: unknown) => inlineAll(item, path, false))
    }
    if (!isObject(value) || added > limits.nodes) return value
    if (!isMap && typeof value['$ref'] === 'string') return inlineReference(value, value['$ref'], path)
    added += path.length === 0 ? 0 : 1
    return inlineMembers(value, path, isMap)
  }
  const inlineMembers = (value: JsonSchema, path: Path, isMap: boolean): JsonSchema =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
        if (isMap) return [[key, inlineAll(item, path, false)]]
        if (DEFINITION_KEYWORDS.has(key)) return []
        return [[key, DATA_KEYWORDS.has(key) ? item : inlineAll(item, path, MAP_KEYWORDS.has(key))]]
      }),
    )
  const inlineReference = (value: JsonSchema, reference: string, path: Path): unknown => {
    const { $ref: _reference, ...beside } = value
    const target = findReferenced(reference, root)
    if (target === undefined && !isLocalReference(reference)) return inlineMembers(value, path, false)
    if (target === undefined || target === root || path.includes(target) || path.length >= limits.levels) {
      cut = true
      const description = target?.['description']
      return inlineAll(typeof description === 'string' ? { description, ...beside } : beside, path, false)
    }
    return inlineAll({ ...target, ...beside }, [...path, target], false)
  }
  const inlined = inlineAll(schema, [], false) as JsonSchema
  allowance.nodes -= added
  return added > limits.nodes ? undefined : { schema: inlined, cut }
}

/** The definitions that led to a place. */
type Path = readonly JsonSchema[]
