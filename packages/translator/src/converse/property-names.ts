import { isObject } from '../json-shape.ts'
import type { JsonSchema } from './json-schema.ts'
import { createNames } from './tool-names.ts'

/** The properties of a tool's input that go by another name on Bedrock: Bedrock's name → the caller's. */
export type PropertyNames = ReadonlyMap<string, string>

/** The renamed properties of each tool, by Bedrock's name of the tool. */
export type ToolPropertyNames = ReadonlyMap<string, PropertyNames>

/** A schema whose properties have names that the model takes. */
export interface RenamedSchema {
  readonly schema: JsonSchema
  /** Only those that differ. */
  readonly names: PropertyNames
}

/**
 * Renames the properties at the root of a tool's schema that Claude refuses: it takes 1 to 64 of `a-z A-Z 0-9 _ . -`. Deeper
 * ones may have any name.
 *
 * https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/issues/709
 */
export function renameProperties(schema: JsonSchema): RenamedSchema {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : undefined
  const { toBedrock, originals } = createNames(Object.keys(properties), '.')
  if (originals.size === 0) return { schema, names: originals }
  const renamed = (name: unknown): unknown => (typeof name === 'string' ? toBedrock(name) : name)
  return {
    schema: {
      ...schema,
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, item]) => [toBedrock(name), item]),
      ),
      ...(required === undefined ? {} : { required: required.map(renamed) }),
    },
    names: originals,
  }
}

/** The reverse map: the caller's name → Bedrock's. */
export function invert(names: PropertyNames): PropertyNames {
  return new Map([...names].map(([sent, original]) => [original, sent]))
}

/** An input with other names at its root; those that are not in the map stay. */
export function renameMembers(input: unknown, names: PropertyNames): unknown {
  if (!isObject(input)) return input
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [names.get(name) ?? name, value]))
}
