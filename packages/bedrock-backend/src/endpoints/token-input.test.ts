import * as fc from 'fast-check'
import { Tiktoken } from 'js-tiktoken/lite'
import ranks from 'js-tiktoken/ranks/cl100k_base'
import { describe, expect, it } from 'vitest'

import { asRequestFailure } from '../backend/failure.ts'
import { decodeTokenInput } from './token-input.ts'

/** Tokens 1 to 26 are the letters. */
const letters = async () => ({
  decode: (tokens: number[]) =>
    tokens.map((token) => (token > 0 && token < 27 ? String.fromCharCode(96 + token) : '')).join(''),
})

describe('decodeTokenInput', () => {
  it.each([['a text'], [['a', 'b']], [[]], [undefined], [null], [{ a: 1 }], [[[], ['a']]]])(
    'leaves %j as it is',
    async (value) => {
      expect(await decodeTokenInput(value, 'input', letters)).toEqual({ value, warnings: [] })
    },
  )

  it('makes one text of a list, and a text of each list in a list', async () => {
    const one = await decodeTokenInput([8, 9], 'input', letters)
    expect(one).toMatchObject({ value: 'hi', warnings: [{ code: 'tokens_decoded', field: 'input' }] })
    expect((await decodeTokenInput([[8, 9], [1]], 'prompt', letters)).value).toEqual(['hi', 'a'])
  })

  it('refuses an integer that is no token, by its place', async () => {
    const failure = asRequestFailure(
      await decodeTokenInput([[1], [2, 99]], 'input', letters).catch((error: unknown) => error),
    )
    expect(failure?.details).toMatchObject({ status: 400, param: 'input[1]' })
    expect(failure?.message).toContain('input[1][1] is 99')
  })

  it('says which package is missing', async () => {
    const load = () => Promise.reject(new Error('Cannot find package'))
    const failure = asRequestFailure(
      await decodeTokenInput([1], 'input', load).catch((error: unknown) => error),
    )
    expect(failure?.details).toMatchObject({ status: 400, code: 'unsupported_token_input', param: 'input' })
    expect(failure?.message).toContain('js-tiktoken')
    expect(failure?.headers).toEqual({ 'x-should-retry': 'false' })
  })

  it('brings back every text that the encoder of OpenAI makes tokens of', async () => {
    const encoder = new Tiktoken(ranks)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
        async (texts) => {
          const lists = texts.map((text) => encoder.encode(text, [], []))
          expect((await decodeTokenInput(lists, 'input')).value).toEqual(texts)
        },
      ),
      { numRuns: 50 },
    )
  })
})
