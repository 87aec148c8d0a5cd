import { describe, expect, it } from 'vitest'

import { type AnswerState, DEFAULT_SETTINGS, readAnswerState, writeAnswerState } from './answer-state.ts'

const BEGINNING: AnswerState = { ...DEFAULT_SETTINGS, text: 'first', client: 'chat-completions', step: 0 }

describe('a state in a link', () => {
  it.each([
    BEGINNING,
    { ...BEGINNING, text: '', step: 7, client: 'converse' as const },
    { ...BEGINNING, model: '<b>', includeUsage: false, thinkTags: true, contentBlocks: true },
  ])('is read as it was written', (state) => {
    const written: unknown = JSON.parse(JSON.stringify(writeAnswerState(state)))
    expect(readAnswerState(written, BEGINNING)).toEqual({ state, problem: undefined })
  })

  it('is the beginning where there is none', () => {
    expect(readAnswerState(undefined, BEGINNING)).toEqual({ state: BEGINNING, problem: undefined })
  })

  it.each([
    [7, /no answer/],
    [null, /no answer/],
    [{}, /missing or too long/],
    [{ text: 7 }, /missing or too long/],
    [{ text: 'a'.repeat(1_000_001) }, /missing or too long/],
    [{ text: 'a', client: 'toString' }, /client/],
    [{ text: 'a', client: 1, model: {} }, /client, model/],
    [{ text: 'a', model: 'm'.repeat(3000) }, /model/],
  ])('%# that cannot be used is told', (given, problem) => {
    expect(readAnswerState(given, BEGINNING).problem).toMatch(problem)
  })

  it.each([-1, 1.5, '3', null, Number.NaN, Number.POSITIVE_INFINITY])(
    'begins at the first step for the step %s',
    (step) => {
      expect(readAnswerState({ text: 'a', step }, BEGINNING).state.step).toBe(0)
    },
  )
})
