import { parseJSON } from '@patchbay/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseLongJSON } from './parse-long-json.ts'

const url = (length: number) => `data:image/png;base64,${'QUJD'.repeat(length / 4)}`
const long = url(20_000)

describe('parseLongJSON', () => {
  it('gives what JSON.parse gives of bodies with files', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(long, `${long}\n`, `"${long}`, `say "${long}" \\`, 'a-long-file-in-base64:0', url(400)),
    )
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(text, fc.array(tie('node')), fc.dictionary(text, tie('node'))),
    })).node
    fc.assert(
      fc.property(tree, fc.nat(2), (value, space) => {
        const json = JSON.stringify(value, undefined, space)
        expect(parseLongJSON(json)).toEqual(JSON.parse(json))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['a name', `{"${long}":1}`],
    ['a name that comes twice', `{"url":"${long}","url":"x"}`],
    ['several', `[${`"${long}",`.repeat(3)}"x"]`],
    ['the prototype by name', `{"__proto__":"${long}"}`],
    ['no JSON, for want of a quote', `["${long}]`],
    ['no JSON, for a word that is none', `["${long}",x]`],
    ['no JSON, for a line break in a string', `["${long}\n"]`],
    ['no JSON, for a mark outside of strings', `["a"${long.slice(14)}""]`],
    ['an escaped quote before it', `["\\"${long}"]`],
    ['a text alone', `"${long}"`],
  ])('takes %s as JSON.parse does', (_name, json) => {
    expect(parseLongJSON(json)).toEqual(parseJSON(json))
  })

  it('goes as deep as JSON.parse', () => {
    const depth = 5000
    const json = `${'['.repeat(depth)}"${long}"${']'.repeat(depth)}`
    let value = parseLongJSON(json)
    for (let level = 0; level < depth; level += 1) value = (value as unknown[])[0]
    expect(value).toBe(long)
  })
})
