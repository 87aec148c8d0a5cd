import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { ConfigurationError } from './errors/configuration-error.ts'
import { copyHeaders, validateHeaders } from './headers.ts'

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~\dA-Za-z-]{1,20}$/)
const plain = fc.stringMatching(/^[\x20-\x7e]{0,40}$/)
const bad = fc.constantFrom('\r', '\n', '\r\n', '\0', '\u007f', 'é', '🙂', '\u0085')

describe('validateHeaders', () => {
  test('takes every header that fetch takes and is ASCII', () => {
    fc.assert(
      fc.property(token, plain, (name, value) => {
        expect(() => validateHeaders({ [name]: value }, 'x()')).not.toThrow()
        expect(() => new Headers({ [name]: value })).not.toThrow()
      }),
    )
  })

  test('refuses a value with a line break, a control or anything beyond ASCII, and does not quote it', () => {
    fc.assert(
      fc.property(plain, bad, plain, (before, character, after) => {
        const secret = `hunter22${before}${character}${after}`
        const call = () => validateHeaders({ 'x-key': secret }, 'x()')
        expect(call).toThrow(ConfigurationError)
        expect(call).not.toThrow(/hunter22/)
        expect(call).toThrow(/x-key/)
      }),
    )
  })

  test.for(['', 'a b', 'a:b', 'a\r\nb', 'é', 'a('])('refuses the name %j', (name) => {
    expect(() => validateHeaders({ [name]: 'v' }, 'x()')).toThrow(ConfigurationError)
  })

  test('leaves out undefined values, refuses other types', () => {
    expect(() => validateHeaders({ a: undefined }, 'x()')).not.toThrow()
    expect(() => validateHeaders({ a: 1 as never }, 'x()')).toThrow(ConfigurationError)
  })
})

describe('copyHeaders', () => {
  test('leaves out hop-by-hop headers and null values, and joins lists', () => {
    const input = {
      'Content-Length': '12',
      Host: 'api.openai.com',
      Connection: 'keep-alive',
      'Proxy-Authorization': 'Basic x',
      'x-null': null,
      'x-undefined': undefined,
      'x-number': 3,
      'x-list': ['a', 'b'],
    }
    expect(Object.fromEntries(copyHeaders(input))).toEqual({ 'x-number': '3', 'x-list': 'a, b' })
  })

  test.for([new Headers({ a: 'b' }), [['a', 'b']] as const, { A: 'b' }])('copies %o', (input) => {
    const copy = copyHeaders(input)
    expect(Object.fromEntries(copy)).toEqual({ a: 'b' })
    expect(copy).not.toBe(input)
  })
})
