import { isDeepStrictEqual } from 'node:util'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toOwnObject } from './own-object.ts'

function throughText(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? undefined : JSON.parse(text)
}

/** All objects of a value. */
function objectsOf(value: unknown): object[] {
  return typeof value === 'object' && value !== null
    ? [value, ...Object.values(value).flatMap(objectsOf)]
    : []
}

describe('toOwnObject', () => {
  it('is what a reader makes of the text, and shares nothing with what was written', () => {
    const anything = fc.anything({
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      withMap: true,
      maxDepth: 4,
      key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')),
    })
    fc.assert(
      fc.property(anything, (value) => {
        const own = toOwnObject(value)
        expect(isDeepStrictEqual(own, throughText(value))).toBe(true)
        const shared = new Set(objectsOf(value))
        expect(objectsOf(own).filter((object) => shared.has(object))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    [{ a: undefined, b: null, c: [undefined, () => 1, Symbol('x')], d: () => 1 }],
    [{ toJSON: () => ({ other: true }) }],
    [{ at: new Date(0), n: Number.NaN, z: -0, i: Infinity, s: '\ud800' }],
    [JSON.parse('{"__proto__": {"a": [1, {"b": null}]}}') as object],
    [
      new (class Point {
        x = 1
      })(),
    ],
  ])('writes %j as JSON does', (value) => {
    expect(toOwnObject(value)).toStrictEqual(throughText(value))
    expect(JSON.stringify(toOwnObject(value))).toBe(JSON.stringify(value))
  })

  it('refuses what JSON refuses', () => {
    expect(() => toOwnObject({ big: 1n })).toThrow(TypeError)
  })
})
