import {
  anything,
  assert,
  boolean,
  constant,
  constantFrom,
  dictionary,
  letrec,
  oneof,
  property,
  record,
  string,
} from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  isClosedSchema,
  isEnforceableSchema,
  toObjectSchema,
  toStructuredSchema,
  type JsonSchema,
} from './json-schema.ts'

/** Schemas whose properties bear the names of keywords. */
const { schema } = letrec<{ schema: JsonSchema }>((tie) => ({
  schema: oneof(
    { depthSize: 'small', withCrossShrink: true },
    record(
      { type: constant('string'), minLength: constant(3), format: constantFrom('date', 'slug') },
      { requiredKeys: ['type'] },
    ),
    record(
      {
        type: constant('object'),
        properties: dictionary(
          oneof(string(), constantFrom('minimum', 'properties', 'not', 'format')),
          tie('schema'),
        ),
        additionalProperties: boolean(),
        minProperties: constant(1),
      },
      { requiredKeys: ['type', 'properties'] },
    ),
    record({ type: constant('array'), items: tie('schema'), uniqueItems: constant(true) }),
    record({ anyOf: tie('schema').map((item) => [item]), $schema: constant('x') }),
  ),
}))

/** The names of all properties, by path: what no translation may lose. */
function propertyPaths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([keyword, member]): string[] => {
    const isMap = keyword === 'properties' && typeof member === 'object' && member !== null
    if (!isMap)
      return ['items', 'anyOf', '0'].includes(keyword) ? propertyPaths(member, `${path}/${keyword}`) : []
    return Object.entries(member as object).flatMap(([name, item]) => [
      `${path}/${name}`,
      ...propertyPaths(item, `${path}/${name}`),
    ])
  })
}

describe('toStructuredSchema', () => {
  it('closes every object, loses no property, and is done after one pass', () => {
    assert(
      property(schema, (given) => {
        const before = JSON.stringify(given)
        const structured = toStructuredSchema(given)
        expect(isClosedSchema(structured)).toBe(true)
        expect(propertyPaths(structured)).toEqual(propertyPaths(given))
        expect(toStructuredSchema(structured)).toEqual(structured)
        expect(JSON.stringify(given)).toBe(before)
      }),
    )
  })

  it('moves what the service refuses to the description, and keeps what it takes', () => {
    const given = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        minimum: { type: 'integer', minimum: 1, description: 'The least.' },
        day: { type: 'string', format: 'date', pattern: '^2' },
        kind: { oneOf: [{ const: 'maximum' }, { enum: ['a'], maxLength: 1 }] },
        list: { type: 'array', minItems: 1, items: { $ref: '#/$defs/entry' } },
      },
      $defs: {
        entry: { type: ['object', 'null'], properties: {}, additionalProperties: { type: 'string' } },
      },
    }
    expect(toStructuredSchema(given)).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: {
        minimum: { type: 'integer', description: 'The least. (minimum: 1)' },
        day: { type: 'string', format: 'date', pattern: '^2' },
        kind: { anyOf: [{ const: 'maximum' }, { enum: ['a'], description: '(maxLength: 1)' }] },
        list: { type: 'array', minItems: 1, items: { $ref: '#/$defs/entry' } },
      },
      $defs: {
        entry: {
          type: ['object', 'null'],
          properties: {},
          additionalProperties: false,
          description: '(additionalProperties: {"type":"string"})',
        },
      },
    })
  })
})

describe('isEnforceableSchema', () => {
  const node = (next: string): JsonSchema => ({ type: 'object', properties: { next: { $ref: next } } })

  it.each<[string, JsonSchema, boolean]>([
    ['no references', { type: 'object', properties: { a: {} } }, true],
    ['a shared definition', { ...node('#/$defs/a'), items: { $ref: '#/$defs/a' }, $defs: { a: {} } }, true],
    ['a chain', { $ref: '#/definitions/a', definitions: { a: node('#/definitions/b'), b: {} } }, true],
    ['a circle', { $ref: '#/$defs/a', $defs: { a: node('#/$defs/a') } }, false],
    ['a long circle', { $ref: '#/$defs/a', $defs: { a: node('#/$defs/b'), b: node('#/$defs/a') } }, false],
    ['the root again', node('#'), false],
    ['another document', node('https://example.com/schema'), false],
  ])('%s', (_what, given, expected) => expect(isEnforceableSchema(given)).toBe(expected))
})

describe('toObjectSchema', () => {
  it('is an object at its root, whatever was given', () => {
    assert(property(anything(), (given) => toObjectSchema(given)['type'] === 'object'))
    expect(toObjectSchema({ properties: { a: {} } })).toEqual({ type: 'object', properties: { a: {} } })
  })
})
