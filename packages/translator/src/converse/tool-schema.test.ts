import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../context.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { isEnforceableSchema } from './json-schema.ts'
import { createStrictBudget } from './strict-budget.ts'
import { fitToolSchema } from './tool-schema.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const NOVA = 'us.amazon.nova-pro-v1:0'

function fit(schema: object, model = CLAUDE) {
  const warnings = new WarningCollector()
  const { schema: fitted, names } = fitToolSchema(
    { type: 'object', ...schema },
    'tools[0]',
    describeModel(model).capabilities,
    warnings,
  )
  return { fitted, names: Object.fromEntries(names), warnings: warnings.list().map(({ code }) => code) }
}
const text = { type: 'string' }
const id = { type: 'integer' }

describe('the schema of a tool for Claude', () => {
  it('merges alternatives: what all of them require is required', () => {
    const one = { type: 'object', properties: { kind: { const: 'a' }, x: text }, required: ['kind', 'x'] }
    const two = { type: 'object', properties: { kind: { const: 'b' }, y: id }, required: ['kind', 'y'] }
    expect(fit({ anyOf: [one, two] })).toEqual({
      fitted: {
        type: 'object',
        properties: { kind: { anyOf: [{ const: 'a' }, { const: 'b' }] }, x: text, y: id },
        required: ['kind'],
      },
      names: {},
      warnings: ['tool_schema_changed'],
    })
    expect(fit({ oneOf: [one, two] }).fitted).toEqual(fit({ anyOf: [one, two] }).fitted)
  })

  it('keeps what the root itself requires', () => {
    const properties = { pid: id, profile: text, launch: { type: 'boolean' } }
    const anyOf = [
      { required: ['pid'] },
      { properties: { launch: { const: true } }, required: ['launch', 'profile'] },
    ]
    expect(fit({ properties, required: ['profile'], anyOf, additionalProperties: true }).fitted).toEqual({
      type: 'object',
      properties: { pid: id, profile: text, launch: { anyOf: [{ type: 'boolean' }, { const: true }] } },
      required: ['profile'],
      additionalProperties: true,
    })
  })

  it('requires what any part of allOf requires', () => {
    const allOf = [
      { properties: { a: text }, required: ['a'] },
      { $ref: '#/$defs/more' },
      { allOf: [{ properties: { c: id }, required: ['c'] }] },
    ]
    const $defs = { more: { type: 'object', properties: { b: text }, required: ['b'] } }
    expect(fit({ allOf, $defs }).fitted).toEqual({
      type: 'object',
      $defs,
      properties: { a: text, b: text, c: id },
      required: ['a', 'b', 'c'],
    })
  })

  it('leaves out alternatives that are no object, and stays closed where all are', () => {
    const closed = { type: 'object', properties: { a: text }, additionalProperties: false }
    expect(fit({ anyOf: [text, closed] }).fitted).toEqual(closed)
  })

  it('ends on alternatives that refer to themselves', () => {
    const node = { anyOf: [{ $ref: '#/$defs/node' }, { properties: { a: text } }] }
    expect(fit({ ...node, $defs: { node } }).fitted).toMatchObject({ properties: { a: text } })
  })

  it('renames properties at the root alone', () => {
    const inner = { type: 'object', properties: { 'inner name': text } }
    const long = 'x'.repeat(70)
    const properties = { 'filter[id]': id, $filter: text, filter_id_: inner, [long]: text, 'a.b-c': text }
    const { fitted, names, warnings } = fit({ properties, required: ['filter[id]', 'a.b-c'] })
    expect(warnings).toEqual([])
    const sent = Object.keys(fitted['properties'] as object)
    expect(sent.every((name) => /^[a-zA-Z0-9_.-]{1,64}$/.test(name))).toBe(true)
    expect(sent.map((name) => names[name] ?? name)).toEqual(Object.keys(properties))
    expect((fitted['required'] as string[]).map((name) => names[name] ?? name)).toEqual([
      'filter[id]',
      'a.b-c',
    ])
    expect(fitted['properties']).toMatchObject({ filter_id_: inner, 'a.b-c': text })
  })

  it('keeps definitions, and everything that is taken as it is', () => {
    const schema = { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: text } }
    expect(fit(schema)).toEqual({ fitted: schema, names: {}, warnings: [] })
  })
})

describe('the schema of a tool for Nova', () => {
  it.each(['$defs', 'definitions'])('has no %s', (keyword) => {
    const $ref = `#/${keyword}/place`
    const place = { type: 'object', properties: { city: { $ref: `#/${keyword}/city` } } }
    const properties = { from: { $ref, description: 'From' }, to: { type: 'array', items: { $ref } } }
    const plain = { type: 'object', properties: { city: text } }
    expect(fit({ properties, [keyword]: { place, city: text } }, NOVA)).toEqual({
      fitted: {
        type: 'object',
        properties: { from: { ...plain, description: 'From' }, to: { type: 'array', items: plain } },
      },
      names: {},
      warnings: [],
    })
  })

  it('cuts recursion, with a warning', () => {
    const node = { type: 'object', description: 'A node', properties: { next: { $ref: '#/$defs/node' } } }
    const { fitted, warnings } = fit(
      { properties: { list: { $ref: '#/$defs/node' } }, $defs: { node } },
      NOVA,
    )
    expect(fitted).toEqual({
      type: 'object',
      properties: { list: { ...node, properties: { next: { description: 'A node' } } } },
    })
    expect(warnings).toEqual(['tool_schema_changed'])
  })

  it('keeps names of properties', () => {
    const properties = { 'filter[id]': id }
    expect(fit({ properties }, NOVA).fitted).toEqual({ type: 'object', properties })
  })

  it('puts in place what a JSON Pointer, an anchor or an id names', () => {
    const $defs = {
      b: { type: 'object', properties: { x: text } },
      'with space': text,
      'a/b': id,
      'a~b': id,
      named: { $anchor: 'here', ...text },
      other: { $id: 'urn:other', ...text },
      several: { anyOf: [text, id] },
    }
    const references = {
      x: '#/$defs/b/properties/x',
      space: '#/$defs/with%20space',
      slash: '#/$defs/a~1b',
      tilde: '#/$defs/a~0b',
      anchor: '#here',
      item: '#/$defs/several/anyOf/1',
    }
    const properties = Object.fromEntries(Object.entries(references).map(([name, $ref]) => [name, { $ref }]))
    expect(fit({ properties, $defs }, NOVA)).toEqual({
      fitted: {
        type: 'object',
        properties: { x: text, space: text, slash: id, tilde: id, anchor: text, item: id },
      },
      names: {},
      warnings: [],
    })
    const byId = fit({ properties: { other: { $ref: 'urn:other' } }, $defs }, NOVA).fitted
    expect(byId['properties']).toMatchObject({ other: text })
  })

  it.each([
    ['to nothing', { properties: { a: { $ref: '#/$defs/none' } }, $defs: {} }],
    ['to nothing, without definitions', { properties: { a: { $ref: '#/$defs/none' } } }],
    ['to the root', { properties: { a: { $ref: '#' } } }],
  ])('leaves no reference %s, with a warning', (_what, schema) => {
    expect(fit(schema, NOVA)).toEqual({
      fitted: { type: 'object', properties: { a: {} } },
      names: {},
      warnings: ['tool_schema_changed'],
    })
  })

  it('keeps an object at the root where the reference there is cut', () => {
    const schema = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }
    expect(fit(schema, NOVA)).toMatchObject({ fitted: { type: 'object' }, warnings: ['tool_schema_changed'] })
    expect(fit({ $ref: '#' }, NOVA)).toMatchObject({ fitted: { type: 'object' } })
  })

  it('leaves values alone that look like references, and properties that are called as keywords', () => {
    const value = { $ref: '#/$defs/a' }
    const properties = { x: { const: value }, default: { $ref: '#/$defs/a' }, $defs: text }
    expect(fit({ properties, $defs: { a: id } }, NOVA).fitted).toEqual({
      type: 'object',
      properties: { x: { const: value }, default: id, $defs: text },
    })
  })

  it.each([25, 1000])('bounds the size of %d definitions that each double the next', (count) => {
    const { fitted, warnings } = fit(
      { properties: { a: { $ref: '#/$defs/A0' } }, $defs: double(count) },
      NOVA,
    )
    expect(JSON.stringify(fitted).length).toBeLessThan(1_000_000)
    expect(fitted).toMatchObject({ properties: { a: { properties: { left: { properties: {} } } } } })
    expect(warnings).toEqual(['tool_schema_changed'])
  })

  it('cuts every property alike where definitions refer to one another without end', () => {
    const names = Array.from({ length: 12 }, (_, index) => `D${index}`)
    const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }]))
    const $defs = Object.fromEntries(names.map((name) => [name, { type: 'object', properties }]))
    const { fitted } = fit({ properties, $defs }, NOVA)
    for (const name of names)
      expect(fitted).toMatchObject({ properties: { [name]: { properties: { D0: {}, D11: {} } } } })
    expect(JSON.stringify(fitted)).not.toContain('$ref')
  })
})

/** Definitions that would be as large as two to the power of their number. */
function double(count: number, keyword = 'properties') {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const next = index + 1 < count ? { $ref: `#/$defs/A${index + 1}` } : text
      const both = keyword === 'properties' ? { left: next, right: next } : [next, next]
      return [`A${index}`, { type: 'object', [keyword]: both }]
    }),
  )
}

describe('definitions that double one another', () => {
  it('are merged at the root in bounded time', () => {
    const $defs = double(25, 'anyOf')
    const { fitted } = fit({ anyOf: [{ $ref: '#/$defs/A0' }], $defs })
    expect(fitted).toMatchObject({ type: 'object' })
  })

  it('are followed and counted in bounded time', () => {
    const required = ['left', 'right']
    const $defs = Object.fromEntries(
      Object.entries(double(40)).map(([name, one]) => [
        name,
        { ...one, required, additionalProperties: false },
      ]),
    )
    const schema = { $ref: '#/$defs/A0', $defs }
    expect(isEnforceableSchema(schema)).toBe(true)
    const limits = { tools: 1, optionalProperties: 24, unions: 16 }
    expect(createStrictBudget(limits).take(schema, 'tool')).toBe(false)
    // What such a schema has used up is nothing that one without references needs.
    const budget = createStrictBudget(limits)
    expect(budget.take(schema, 'tool')).toBe(false)
    expect(budget.take({ type: 'object', properties: {} }, 'tool')).toBe(true)
  })
})
