import { anything, assert, bigInt, constantFrom, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../context.ts'
import {
  findExactText,
  mapExact,
  parseExact,
  rememberExact,
  stringifyExact,
  stringifyPart,
} from './exact-json.ts'
import { holdsInexactInteger, warnOfRoundedIntegers } from './inexact-integers.ts'

const LONG = '{"id":1183472938472938473,"of":[-9007199254740993,{"n":1.5e300}],"text":"1183472938472938473"}'

describe('JSON with integers beyond 2^53', () => {
  it('is plain JSON as a value, and exact as a text', () => {
    const value = parseExact(LONG)
    expect(value).toEqual(JSON.parse(LONG))
    expect(stringifyPart(value)).toBe(LONG)
    const whole = { before: 'x', blocks: [{ input: value }], after: 1 }
    expect(stringifyExact(whole, [value])).toBe(
      `{"before":"x","blocks":[{"input":${LONG}}],"after":1}`.replace('1.5e300', '1.5e+300'),
    )
  })

  it.each([
    '{"a":1234567890123456}',
    '{"a":0.1234567890123456789}',
    '{"a":1e20}',
    '{"a":"1183472938472938473"}',
  ])('remembers nothing of %s', (text) => {
    expect(findExactText(parseExact(text))).toBeUndefined()
  })

  it('keeps any integer through parsing and writing, and strings as they are', () => {
    assert(
      property(bigInt(), string(), anything(), (number, text, extra) => {
        const json = JSON.stringify({ text, extra: extra ?? null, marked: `exact-integer:${number}` }) ?? '{}'
        const whole = `{"n":${number},"more":${json}}`
        const value = parseExact(whole)
        expect(value).toEqual(JSON.parse(whole))
        expect(stringifyPart(value)).toBe(whole)
      }),
    )
  })

  it('survives a change of names', () => {
    assert(
      property(
        record({ number: bigInt(), key: constantFrom('a', 'b"c', '1183472938472938473') }),
        (given) => {
          const text = `{${JSON.stringify(given.key)}:${given.number}}`
          const renamed = mapExact(parseExact(text), (value) =>
            Object.fromEntries(Object.values(value as object).map((item: unknown) => ['z', item])),
          )
          expect(stringifyPart(renamed)).toBe(`{"z":${given.number}}`)
        },
      ),
    )
  })

  it('remembers parts of a whole', () => {
    const text = `{"content":[{"input":{"a":1}},{"input":${LONG}}]}`
    const value = JSON.parse(text) as { content: { input: object }[] }
    rememberExact(value, text, (read) => (read as typeof value).content.map(({ input }) => input))
    expect(value.content.map(({ input }) => stringifyPart(input))).toEqual([
      '{"a":1}',
      LONG.replace('1.5e300', '1.5e+300'),
    ])
  })

  it('knows numbers that may have been rounded', () => {
    expect(holdsInexactInteger({ a: [{ b: 2 ** 60 }] })).toBe(true)
    expect(holdsInexactInteger({ a: [1.5, '9007199254740993', 2 ** 53 - 1, null] })).toBe(false)
  })

  it('takes round and very large numbers for exact ones', () => {
    expect(holdsInexactInteger({ price: 1e20, limit: [1e300, 2.5e18, -3e17, Number.MAX_VALUE] })).toBe(false)
    for (const id of ['1183472938472938473', '-1183472938472938473', '123456789012345678901234'])
      expect(holdsInexactInteger(Number(id))).toBe(true)
  })

  it('warns of a value that was rounded from its text, however round it is', () => {
    const codes = (text: string) => {
      const warnings = new WarningCollector()
      warnOfRoundedIntegers(parseExact(text), 'input', warnings)
      return warnings.list().map(({ code }) => code)
    }
    expect(codes('{"a":100000000000000000001}')).toEqual(['inexact_integer'])
    expect(codes('{"a":100000000000000000000,"b":1e20}')).toEqual([])
  })

  it('reads strings of any length, escapes and all', () => {
    const long = `"${String.raw`\"`.repeat(6_000_000)}"`
    const text = `{"text":${long},"id":1183472938472938473}`
    expect(findExactText(parseExact(text)) === text).toBe(true)
  })

  it('looks into values of any depth', () => {
    const depth = 100_000
    expect(holdsInexactInteger(JSON.parse(`${'['.repeat(depth)}${2 ** 60}${']'.repeat(depth)}`))).toBe(true)
  })
})
