import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createCustomInput, endCustomInput, readCustomInput, toCustomArguments } from './custom-tool.ts'

function readAll(pieces: readonly string[]): { shown: string; whole: string } {
  const input = createCustomInput()
  const shown = pieces.map((piece) => readCustomInput(input, piece)).join('')
  return { shown, whole: endCustomInput(input) }
}

describe('the input of a custom tool', () => {
  it('comes out as it went in, wherever its JSON is cut', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 })
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (input, cuts) => {
        const json = toCustomArguments(input)
        const ends = [0, ...cuts.filter((cut) => cut < json.length).toSorted((a, b) => a - b), json.length]
        const pieces = ends.slice(1).map((end, index) => json.slice(ends[index], end))
        expect(readAll(pieces)).toEqual({ shown: input, whole: input })
      }),
    )
  })

  it.each([
    ['blank space', ['{ "input" : "a', 'b" }'], 'ab', 'ab'],
    ['a cut call', ['{"input":"select \\'], 'select ', 'select '],
    ['a cut escape', ['{"input":"\\u00e', '9"}'], 'é', 'é'],
    ['a pair of surrogates', ['{"input":"\\ud83c', '\\udf26"}'], '🌦', '🌦'],
    ['nothing', [], '', ''],
    ['an empty object', ['{}'], '', ''],
    ['another form', ['{"query":', '1}'], '', '{"query":1}'],
    ['another order', ['{"x":1,"input":"a"}'], '', 'a'],
    ['what is no JSON', ['select 1'], '', 'select 1'],
    ['a raw line break', ['{"input":"a\nb\\t"}'], 'a\nb\t', 'a\nb\t'],
    ['an escape that JSON does not have', ['{"input":"a\\xb"}'], 'a\\xb', 'a\\xb'],
  ] as const)('reads %s', (_, pieces, shown, whole) => {
    expect(readAll(pieces)).toEqual({ shown, whole })
  })
})
