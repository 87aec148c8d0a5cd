import { isObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { subschemas, type JsonSchema } from './json-schema.ts'
import { findReferenced } from './schema-reference.ts'

/** What is left of the limits that all strict schemas of one request share. */
export interface StrictBudget {
  /** Takes a schema's share. Returns `false`, and takes nothing, where there is too little left. */
  readonly take: (schema: JsonSchema, holder: 'tool' | 'answer') => boolean
}

/** The budget of one request. https://docs.claude.com/en/docs/build-with-claude/structured-outputs#schema-complexity-limits */
export function createStrictBudget(limits: ModelCapabilities['strictLimits']): StrictBudget {
  if (limits === null) return { take: () => true }
  let { tools, optionalProperties, unions } = limits
  const expansion: Expansion = { left: MAX_EXPANDED }
  return {
    take(schema, holder) {
      const cost: Cost = { optional: 0, unions: 0 }
      addCost(schema, { root: schema, expansion, cost }, new Set())
      const tool = holder === 'tool' ? 1 : 0
      if (tool > tools || cost.optional > optionalProperties || cost.unions > unions) return false
      tools -= tool
      optionalProperties -= cost.optional
      unions -= cost.unions
      return true
    },
  }
}

/** More than any limit: counting more would not change a decision. */
const ENOUGH = 1000
/**
 * Schemas that are counted again because definitions refer to them, in all schemas of a request together. Definitions that double one
 * another are more than the service compiles, whatever they cost.
 */
const MAX_EXPANDED = 20_000

interface Cost {
  optional: number
  unions: number
}

/** How many referred schemas may still be counted. */
interface Expansion {
  left: number
}

interface Counting {
  readonly root: JsonSchema
  readonly expansion: Expansion
  readonly cost: Cost
}

/** A definition counts wherever it is referred to. */
function addCost(schema: JsonSchema, counting: Counting, path: ReadonlySet<string>): void {
  const { root, expansion, cost } = counting
  if (cost.optional > ENOUGH || cost.unions > ENOUGH) return
  if (path.size > 0) {
    expansion.left -= 1
    if (expansion.left < 0) {
      cost.optional = Infinity
      return
    }
  }
  const { $ref, $defs: _defs, definitions: _older, ...rest } = schema
  const names = isObject(rest['properties']) ? Object.keys(rest['properties']) : []
  const required: readonly unknown[] = Array.isArray(rest['required']) ? rest['required'] : []
  cost.optional += names.filter((name) => !required.includes(name)).length
  if ([rest['type'], rest['anyOf'], rest['oneOf']].some(Array.isArray)) cost.unions += 1
  const target = typeof $ref === 'string' && !path.has($ref) ? findReferenced($ref, root) : undefined
  if (target !== undefined) addCost(target, counting, new Set([...path, String($ref)]))
  for (const item of subschemas(rest)) addCost(item, counting, path)
}
