import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { splitJsonObjects } from './split-json.ts'

describe('splitJsonObjects', () => {
  it('takes glued objects apart again', () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(objects, fc.constantFrom('', ' ', '\n'), (list, glue) => {
        const text = list.map((value) => JSON.stringify(value)).join(glue)
        expect(splitJsonObjects(text)).toEqual(JSON.parse(JSON.stringify(list)))
      }),
    )
  })

  it('takes 1,000 objects, and no more', () => {
    expect(splitJsonObjects('{}'.repeat(1000))).toHaveLength(1000)
    expect(splitJsonObjects('{}'.repeat(20_000))).toBeUndefined()
  })

  it.each(['', 'null', '1', '"{}"', '[{}]', '{}[]', '{"a":1', '{} x', '{a:1}', '}{'])('refuses %j', (text) =>
    expect(splitJsonObjects(text)).toBeUndefined(),
  )
})
