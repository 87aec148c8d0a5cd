import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { decodeVector, encodeVector } from './vector-encoding.ts'

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true })

describe('vector encoding', () => {
  it('is 32-bit floats, little endian, in base64', () => {
    expect(encodeVector([1, -2])).toBe('AACAPwAAAMA=')
    expect(encodeVector([])).toBe('')
  })

  it('brings 32-bit floats back unchanged, and others as near as those get', () => {
    fc.assert(
      fc.property(fc.array(float32), (vector) => {
        expect(decodeVector(encodeVector(vector))).toEqual(vector)
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1, max: 1 })), (vector) => {
        expect(decodeVector(encodeVector(vector))).toEqual(vector.map(Math.fround))
      }),
    )
  })

  it('refuses what it has not made', () => {
    expect(decodeVector('AAA=')).toBeUndefined()
    expect(decodeVector('no base64!')).toBeUndefined()
  })
})
