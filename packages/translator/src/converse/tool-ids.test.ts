import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createToolIds } from './tool-ids.ts'

describe('createToolIds', () => {
  it.each([
    ['converse', /^[a-zA-Z0-9_.:-]{1,64}$/],
    ['messages', /^[a-zA-Z0-9_-]{1,64}$/],
    ['nine-characters', /^[a-zA-Z0-9]{9}$/],
  ] as const)('gives ids that %s takes, good ones unchanged', (form, pattern) => {
    const id = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[a-zA-Z0-9]{9}$/),
      fc.constantFrom('call_1', 'functions.f:0', 'x'.repeat(65)),
    )
    fc.assert(
      fc.property(fc.uniqueArray(id), (ids) => {
        const { toBedrock } = createToolIds(ids, form)
        const mapped = ids.map(toBedrock)
        expect(mapped.filter((candidate) => !pattern.test(candidate))).toEqual([])
        expect(new Set(mapped).size).toBe(ids.length)
        const good = ids.filter((candidate) => pattern.test(candidate))
        expect(good.map(toBedrock)).toEqual(good)
        expect(ids.map(createToolIds(ids.toReversed(), form).toBedrock)).toEqual(mapped)
      }),
    )
  })
})
