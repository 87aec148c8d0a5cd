import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { formatJson } from './format-json.ts'

describe('JSON as text', () => {
  it('is the value, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('keeps on one line what fits', () => {
    expect(formatJson({ a: [1, 2], b: {}, c: [] })).toBe('{ "a": [1, 2], "b": {}, "c": [] }')
    expect(formatJson({ text: 'x'.repeat(70), list: ['a', 'b'] })).toBe(
      `{\n  "text": "${'x'.repeat(70)}",\n  "list": ["a", "b"]\n}`,
    )
  })

  it('is empty where there is nothing', () => {
    expect(formatJson(undefined)).toBe('')
  })
})
