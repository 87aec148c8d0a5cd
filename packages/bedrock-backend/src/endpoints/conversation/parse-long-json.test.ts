import { parseJSON } from '@patchbay/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { longTextsOf } from './long-texts.ts'
import { parseLongJSON } from './parse-long-json.ts'

const url = (length: number) => `data:image/png;base64,${'QUJD'.repeat(length / 4)}`
const long = url(20_000)
const prose = 'He said "no", and left.\n\tC:\\temp \u{1f98a} '.repeat(700)
const plain = 'All about foxes. '.repeat(2000)

describe('parseLongJSON', () => {
  it('gives what JSON.parse gives of bodies with files', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        long,
        `${long}\n`,
        `"${long}`,
        `say "${long}" \\`,
        prose,
        plain,
        'a-long-string:0',
        url(400),
      ),
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
    ['a control character in a long text', `["${plain}\u0001${plain}"]`],
    ['an escape that is none in a long text', `["${plain}\\x${plain}"]`],
    ['a long text that ends in backslashes', JSON.stringify([`${plain}\\`, `${plain}\\\\`, '"'])],
    ['a long gap between two texts', JSON.stringify(['a', Array.from({ length: 9000 }, (_, n) => n), 'b'])],
    ['more quotes than are looked at', JSON.stringify(['"'.repeat(40_000), prose])],
    ['long texts as names', JSON.stringify({ [plain]: plain })],
  ])('takes %s as JSON.parse does', (_name, json) => {
    expect(parseLongJSON(json)).toEqual(parseJSON(json))
  })

  it.each([
    ['escaped quotes behind many backslashes', `"${`${'\\'.repeat(1999)}"`.repeat(4000)}"`],
    ['numbers alone', `[${'1,'.repeat(4_000_000)}1]`],
  ])('takes time in proportion to a text of %s', (_name, json) => {
    const start = performance.now()
    parseLongJSON(`{"content":${json}}`)
    // It takes a tenth of that, and ten times that where parts of the text are looked at again and again.
    expect(performance.now() - start).toBeLessThan(3000)
  })

  it('goes as deep as JSON.parse', () => {
    const depth = 5000
    const json = `${'['.repeat(depth)}"${long}"${']'.repeat(depth)}`
    let value = parseLongJSON(json)
    for (let level = 0; level < depth; level += 1) value = (value as unknown[])[0]
    expect(value).toBe(long)
  })

  it('remembers how long texts are written, and nothing of files', () => {
    const body = {
      messages: [{ content: prose }, { content: long }, { content: [{ text: plain }, 'short'] }],
    }
    const texts = longTextsOf(parseLongJSON(JSON.stringify(body)))
    expect([...(texts ?? [])]).toEqual([
      [prose, JSON.stringify(prose).slice(1, -1)],
      [plain, plain],
    ])
  })

  it.each([
    ['short texts', { content: 'short' }],
    ['files alone', { content: long }],
  ])('remembers nothing of %s', (_name, body) => {
    expect(longTextsOf(parseLongJSON(JSON.stringify(body)))).toBeUndefined()
  })
})
