import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toConverseJson } from './converse-json.ts'
import { writeConverseRequest } from './exact-wire.ts'

const file = (length: number, fill: number) => new Uint8Array(length).fill(fill)
const request = (texts: readonly string[], files: readonly Uint8Array[]) => ({
  modelId: 'm',
  messages: [
    {
      role: 'user' as const,
      content: [
        ...texts.map((text) => ({ text })),
        ...files.map((bytes) => ({ image: { format: 'png' as const, source: { bytes } } })),
      ],
    },
  ],
})

describe('writeConverseRequest', () => {
  it('writes long files as JSON.stringify would, whatever the texts beside them say', () => {
    const texts = fc.array(fc.oneof(fc.string(), fc.constant('a-long-string')), { maxLength: 3 })
    const files = fc.array(
      fc
        .tuple(fc.constantFrom(0, 1, 12_287, 12_288, 12_289, 40_000), fc.nat(255))
        .map(([length, fill]) => file(length, fill)),
      { maxLength: 3 },
    )
    fc.assert(
      fc.property(texts, files, (said, given) => {
        const input = request(said, given)
        const body = writeConverseRequest(input)
        const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
        expect(text).toBe(JSON.stringify(toConverseJson(input)))
        expect(typeof body).toBe(text.length < 16_384 ? 'string' : 'object')
      }),
      { numRuns: 200 },
    )
  })

  it('writes long texts as they are said to be written', () => {
    const long = fc
      .constantFrom('fox\n', '"', 'f\u00fc\u00df', '\u{1f98a}', '\\')
      .map((word) => word.repeat(20_000))
    fc.assert(
      fc.property(fc.array(fc.oneof(long, fc.string(), fc.constant('a-long-string'))), (said) => {
        const input = request(said, [file(40_000, 7)])
        const texts = new Map(said.map((text) => [text, JSON.stringify(text).slice(1, -1)]))
        const body = writeConverseRequest(input, texts)
        expect(new TextDecoder().decode(body as Uint8Array)).toBe(JSON.stringify(toConverseJson(input)))
      }),
      { numRuns: 50 },
    )
  })

  it('looks up nothing but long texts', () => {
    const written = writeConverseRequest(request(['short'], []), new Map([['short', 'other']]))
    expect(written).toContain('"short"')
  })

  it.each([
    ['no text', { image: { format: 'png' as const, source: { bytes: file(3, 7) } } }],
    ['a text', { text: { text: 'guarded' } }],
  ])('writes what a guardrail looks at in the system text as JSON, with %s', (_name, guardContent) => {
    const input = { ...request(['hello'], []), system: [{ text: 'Be brief.' }, { guardContent }] }
    expect(writeConverseRequest(input)).toBe(JSON.stringify(toConverseJson(input)))
  })
})
