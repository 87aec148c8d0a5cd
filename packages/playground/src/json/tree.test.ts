import { describe, expect, it } from 'vitest'

import { changedParts } from '../request/links/changes.ts'
import { isSameValue, withValue } from './tree.ts'

describe('a copy with another value', () => {
  const tree = { a: [{ b: 1 }, 2], c: 3 }

  it('has it, and leaves the tree as it is', () => {
    expect(withValue(tree, ['a', 0, 'b'], 5)).toEqual({ a: [{ b: 5 }, 2], c: 3 })
    expect(withValue(tree, ['a', 1], undefined)).toEqual({ a: [{ b: 1 }], c: 3 })
    expect(withValue(tree, ['c'], undefined)).toEqual({ a: [{ b: 1 }, 2] })
    expect(tree).toEqual({ a: [{ b: 1 }, 2], c: 3 })
  })
})

describe('the same value', () => {
  it.each([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [[], {}, false],
    ['1', 1, false],
    [null, null, true],
  ])('%j and %j: %j', (one, other, isSame) => {
    expect(isSameValue(one, other)).toBe(isSame)
  })
})

describe('changed parts', () => {
  it.each([
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, [['b']]],
    [{ a: 1, b: { c: 2 } }, { a: 1 }, [['b']]],
    [{ a: 1 }, { a: 1, b: 2 }, []],
    [{ a: ['x', 'y', 'z'] }, { a: ['x', 'z'] }, [['a', 1]]],
    [{ a: ['x', { b: 1 }] }, { a: ['x', { b: 2 }] }, [['a', 1, 'b']]],
    ['x', 'y', [[]]],
  ])('of %j against %j: %j', (before, after, parts) => {
    expect(changedParts(before, after)).toEqual(parts)
  })
})
