import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { decodeBase64, decodeBase64Portably, encodeBase64, encodeBase64Portably } from './base64.ts'

describe('base64', () => {
  it('comes back, by both ways alike', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64(bytes)
        expect(encodeBase64Portably(bytes)).toBe(text)
        expect(decodeBase64(text)).toEqual(bytes)
        expect(decodeBase64Portably(text)).toEqual(bytes)
      }),
    )
  })

  it('agrees with its portable form on any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9+/_ =-]{0,12}$/)), (text) => {
        expect(decodeBase64(text)).toEqual(decodeBase64Portably(text))
      }),
    )
  })

  it('gives long texts back as they were where they are canonical, and else what the bytes are', () => {
    const written = (text: string) => encodeBase64(decodeBase64(text) as Uint8Array)
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 4096, maxLength: 4200 }),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => text.replaceAll('=', ''),
          (text: string) => `${text.slice(0, 100)}\n${text.slice(100)}`,
          (text: string) => text.replaceAll('+', '-').replaceAll('/', '_'),
          // Bits after the last byte, which no encoder writes.
          (text: string) => text.replace(/A(?==)|Q(?===)/, (last) => (last === 'A' ? 'B' : 'R')),
        ),
        (bytes, change) => {
          const canonical = encodeBase64Portably(bytes)
          expect(written(change(canonical))).toBe(canonical)
        },
      ),
      { numRuns: 60 },
    )
    const text = 'QUJD'.repeat(2000)
    expect(written(text)).toBe(text)
  })

  it('encodes more than one chunk, and a view into a larger buffer', () => {
    const bytes = new Uint8Array(100_000).fill(7)
    expect(encodeBase64Portably(bytes)).toBe(encodeBase64(bytes))
    expect(encodeBase64(bytes.subarray(1, 4))).toBe('BwcH')
  })

  it.each([
    ['SGk', 'Hi'],
    ['SG\nk=', 'Hi'],
    ['-_8=', '\u{fb}\u{ff}'],
    ['', ''],
  ])('tolerates %j', (text, expected) => {
    const latin1 = (bytes: Uint8Array | undefined) => bytes && String.fromCharCode(...bytes)
    expect(latin1(decodeBase64(text))).toBe(expected)
    expect(latin1(decodeBase64Portably(text))).toBe(expected)
  })

  it.each(['A', 'SG%k', 'SGk=SGk=', '=', '===='])('refuses %j', (text) => {
    expect(decodeBase64(text) ?? 'none').toEqual(text === '=' ? new Uint8Array() : 'none')
  })
})
