import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { fromEncryptedContent, toEncryptedContent, type KeptReasoning } from './encrypted-content.ts'

const SIGNED: KeptReasoning = { type: 'thinking', thinking: 'Nine is less.', signature: 'c2ln' }
const REDACTED: KeptReasoning = { type: 'redacted_thinking', data: 'cmVk' }

describe('encrypted content', () => {
  it('gives back what it was made of, byte for byte', () => {
    const thinking = fc
      .record({ thinking: fc.string({ unit: 'grapheme' }), signature: fc.string() })
      .map((part): KeptReasoning => ({ type: 'thinking', ...part }))
    const part = fc.oneof(thinking, fc.constant(REDACTED))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        expect(fromEncryptedContent(toEncryptedContent(parts))).toEqual(parts)
      }),
    )
  })

  it('keeps a byte order mark', () => {
    const parts: KeptReasoning[] = [{ type: 'thinking', thinking: '\uFEFFHm.', signature: 's' }]
    expect(fromEncryptedContent(toEncryptedContent(parts))).toEqual(parts)
  })

  it('is read where a reader of streams put several together', () => {
    const both = toEncryptedContent([SIGNED]) + toEncryptedContent([REDACTED])
    expect(fromEncryptedContent(both)).toEqual([SIGNED, REDACTED])
  })

  it.each([
    ['of somebody else', 'gAAAAABof-OpenAIs-own'],
    ['nothing', ''],
    ['no base64', 'patchbay.v1.?'],
    ['no JSON', `patchbay.v1.${btoa('{')}`],
    ['no list', `patchbay.v1.${btoa('{"type":"thinking"}')}`],
    ['without a signature', `patchbay.v1.${btoa('[{"type":"thinking","thinking":"Hm."}]')}`],
    ['with something before it', `x${toEncryptedContent([SIGNED])}`],
  ])('is not taken for what it is not: %s', (_, content) => {
    expect(fromEncryptedContent(content)).toBeUndefined()
  })
})
