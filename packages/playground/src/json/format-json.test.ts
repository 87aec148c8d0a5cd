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

  it('is written compactly where it is nested thousands of levels deep', () => {
    const text = '{"a":['.repeat(2000) + '1' + ']}'.repeat(2000)
    expect(formatJson(JSON.parse(text))).toBe(text)
    const deeper: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000))
    expect(formatJson(deeper)).toBe('"(nested too deeply to be shown)"')
  })

  it('is empty where there is nothing', () => {
    expect(formatJson(undefined)).toBe('')
  })
})
