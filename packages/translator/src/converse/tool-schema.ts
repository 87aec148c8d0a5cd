import type { WarningCollector } from '../context.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import {
  createInliningAllowance,
  inlineDefinitions,
  needsInlining,
  type InliningAllowance,
} from './inline-definitions.ts'
import type { JsonSchema } from './json-schema.ts'
import { renameProperties, type RenamedSchema } from './property-names.ts'
import { hasRootComposition, mergeRootCompositions } from './root-composition.ts'

/**
 * A tool's schema as the model takes it at the root. One schema that a model refuses would fail every request that offers the
 * tool.
 *
 * @param path - the caller's path of the schema
 * @returns the schema, and the names of properties to give back in calls
 */
export function fitToolSchema(
  given: JsonSchema,
  path: string,
  { toolSchema }: Pick<ModelCapabilities, 'toolSchema'>,
  warnings: WarningCollector,
): RenamedSchema {
  let schema = given
  if (!toolSchema.compositions && hasRootComposition(schema)) {
    schema = mergeRootCompositions(schema)
    warnings.add(
      'tool_schema_changed',
      path,
      `This model takes no anyOf, oneOf or allOf at the root of a tool's schema: in ${path} they became one object, which may allow more than before.`,
    )
  }
  if (!toolSchema.definitions && needsInlining(schema)) {
    const inlined = inlineDefinitions(schema, given, allowanceOf(warnings))
    schema = inlined.schema
    if (inlined.cut) {
      warnings.add(
        'tool_schema_changed',
        path,
        `This model takes no definitions in a tool's schema: in ${path} references that are recursive, lead to nothing or make the schema too large now allow anything.`,
      )
    }
  }
  return toolSchema.anyPropertyName ? { schema, names: new Map() } : renameProperties(schema)
}

const allowances = new WeakMap<WarningCollector, InliningAllowance>()

/** A request has one collector of warnings, by which its tools are known. */
function allowanceOf(warnings: WarningCollector): InliningAllowance {
  const known = allowances.get(warnings)
  if (known !== undefined) return known
  const allowance = createInliningAllowance()
  allowances.set(warnings, allowance)
  return allowance
}
