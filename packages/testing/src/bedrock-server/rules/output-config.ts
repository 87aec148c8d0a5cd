import { isObject } from '../../is-object.ts'
import { invalid, refusedByModel } from '../service-error.ts'
import type { Rule } from './rule.ts'
import { hasOpenObject, schemasWithin } from './json-schema.ts'

export const structuredOutputIsTaken: Rule = ({ body, family }) =>
  body.outputConfig?.textFormat && !family.structuredOutput
    ? invalid(
        "This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again.",
      )
    : undefined

export const outputSchemaIsValid: Rule = ({ body }) => {
  const text = body.outputConfig?.textFormat?.structure.jsonSchema.schema
  if (text === undefined) return undefined
  const schema = parsed(text)
  if (!isObject(schema)) {
    return invalid(
      'The value at outputConfig.textFormat.structure.jsonSchema.schema is not a valid JSON schema.',
    )
  }
  if (hasOpenObject(schema)) {
    return refusedByModel(
      "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
    )
  }
  const keyword = unsupportedKeyword(schema)
  return keyword === undefined
    ? undefined
    : refusedByModel(
        `output_config.format.schema: For '${String(schema['type'])}' type, property '${keyword}' is not supported`,
      )
}

/**
 * The limits of all strict tools and the answer's schema together: https://github.com/genkit-ai/genkit/issues/5230,
 * https://github.com/elie222/inbox-zero/pull/2662 (texts).
 */
export const strictSchemasAreWithinTheLimits: Rule = ({ body, family: { strictLimits } }) => {
  if (strictLimits === null) return undefined
  const strict = (body.toolConfig?.tools ?? []).flatMap(({ toolSpec }) =>
    toolSpec?.strict === true ? [toolSpec.inputSchema.json] : [],
  )
  if (strict.length > strictLimits.tools) {
    return refusedByModel(
      `Too many strict tools (${strict.length}). The maximum number of strict tools supported is ${strictLimits.tools}. Try reducing the number of tools marked as strict.`,
    )
  }
  const text = body.outputConfig?.textFormat?.structure.jsonSchema.schema
  const schemas = [...strict, ...(text === undefined ? [] : [parsed(text)])]
  const optional = sum(schemas.map(countOptional))
  if (optional > strictLimits.optional) {
    return refusedByModel(
      `Schemas contains too many optional parameters (${optional}), which would make grammar compilation inefficient. Reduce the number of optional parameters in your tool schemas (limit: ${strictLimits.optional}).`,
    )
  }
  const unions = sum(schemas.map(countUnions))
  return unions > strictLimits.unions
    ? refusedByModel(
        `Schemas contains too many parameters with union types (${unions} parameters with type arrays or anyOf) which causes exponential compilation cost. Reduce the number of nullable or union-typed parameters (limit: ${strictLimits.unions}).`,
      )
    : undefined
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, count) => total + count, 0)

function countOptional(schema: unknown): number {
  if (!isObject(schema)) return 0
  const names = isObject(schema['properties']) ? Object.keys(schema['properties']) : []
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : []
  return (
    names.filter((name) => !required.includes(name)).length + sum(schemasWithin(schema).map(countOptional))
  )
}

function countUnions(schema: unknown): number {
  if (!isObject(schema)) return 0
  const isUnion = Array.isArray(schema['type']) || Array.isArray(schema['anyOf'])
  return (isUnion ? 1 : 0) + sum(schemasWithin(schema).map(countUnions))
}

/**
 * The service model has the member, and the service refuses it whatever the model: WSO2's Ballerina module for Bedrock,
 * 2026-08. The effort is `output_config.effort` among the additional fields.
 */
export const effortIsAnAdditionalField: Rule = ({ body }) =>
  body.outputConfig?.effort === undefined
    ? undefined
    : invalid(
        "This model doesn't support the outputConfig.effort field. Remove outputConfig.effort and try again.",
      )

export const effortIsKnown: Rule = ({ additionalFields, family }) => {
  const { output_config: config } = additionalFields
  const effort = isObject(config) ? config['effort'] : undefined
  if (effort === undefined || !family.name.startsWith('claude')) return undefined
  if (family.efforts.length === 0)
    return refusedByModel('output_config.effort: This model does not support the effort parameter.')
  return family.efforts.some((known) => known === effort)
    ? undefined
    : refusedByModel(
        `output_config.effort: Input should be ${family.efforts.map((known) => `'${known}'`).join(', ')}`,
      )
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html lists what a schema cannot say. */
const UNSUPPORTED_KEYWORDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'patternProperties',
]

function unsupportedKeyword(schema: unknown): string | undefined {
  if (Array.isArray(schema)) return firstOf(schema.map(unsupportedKeyword))
  if (!isObject(schema)) return undefined
  const own = UNSUPPORTED_KEYWORDS.find((keyword) => keyword in schema)
  if (own !== undefined) return own
  const tables = [schema['properties'], schema['$defs'], schema['definitions']].filter(isObject)
  const within = [schema['items'], schema['anyOf'], schema['oneOf'], schema['allOf']]
  return firstOf([...tables.flatMap((table) => Object.values(table)), ...within].map(unsupportedKeyword))
}

const firstOf = (found: readonly (string | undefined)[]): string | undefined =>
  found.find((item) => item !== undefined)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
