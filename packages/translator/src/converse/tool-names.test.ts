import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createToolNames, isBedrockToolName } from './tool-names.ts'

const name = fc.oneof(
  fc.string(),
  fc.constantFrom('a.b', 'a/b', 'a_b', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(66)),
)

describe('createToolNames', () => {
  it('gives every name one that Bedrock takes, no two the same, and the way back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        const { toBedrock, originals } = createToolNames(names)
        const mapped = names.map(toBedrock)
        expect(mapped.filter((candidate) => !isBedrockToolName(candidate))).toEqual([])
        expect(new Set(mapped).size).toBe(names.length)
        expect(mapped.map((candidate) => originals.get(candidate) ?? candidate)).toEqual(names)
      }),
    )
  })

  it('does not depend on the order of the names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        const there = createToolNames(names)
        const back = createToolNames(names.toReversed())
        expect(names.map(there.toBedrock)).toEqual(names.map(back.toBedrock))
      }),
    )
  })

  it('keeps good names byte for byte and bad ones readable', () => {
    const { toBedrock, originals } = createToolNames(['get_weather', 'files.read', 'größe'])
    expect(['get_weather', 'files.read', 'größe'].map(toBedrock)).toEqual([
      'get_weather',
      'files_read',
      'gr__e',
    ])
    expect([...originals]).toEqual([
      ['files_read', 'files.read'],
      ['gr__e', 'größe'],
    ])
  })

  it('maps a name that was not announced, too', () => {
    const { toBedrock, originals } = createToolNames([])
    expect(originals.get(toBedrock('a b'))).toBe('a b')
  })
})
