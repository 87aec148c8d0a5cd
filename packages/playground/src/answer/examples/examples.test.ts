import { describe, expect, it } from 'vitest'

import { readPaste } from '../paste/read-paste.ts'
import { CLIENTS_OF } from '../translation/clients.ts'
import { translateAnswer } from '../translation/translate-answer.ts'
import { EXAMPLES, stateOf } from './index.ts'

/** The examples that are there to show a failure. */
const FAILING = ['error', 'cut']

describe.each(EXAMPLES)('$label', (example) => {
  const state = stateOf(example)
  const read = readPaste(example.text)
  const answer = read.kind === 'answer' ? read.answer : undefined

  it('is an answer for the client that it is shown for', () => {
    expect(read.kind).toBe('answer')
    expect(CLIENTS_OF[answer?.protocol ?? 'converse']).toContain(state.client)
  })

  it('is translated for every client that there is', () => {
    for (const client of CLIENTS_OF[answer?.protocol ?? 'converse']) {
      if (answer === undefined) throw new Error('no answer')
      const { steps } = translateAnswer(answer, client, state)
      const failed = steps.filter(({ failure }) => failure !== undefined)
      expect(failed).toHaveLength(FAILING.includes(example.id) ? 1 : 0)
      expect(steps.at(-1)?.whole.parts.length).toBeGreaterThan(0)
    }
  })
})

it('have names of their own', () => {
  expect(new Set(EXAMPLES.map(({ id }) => id)).size).toBe(EXAMPLES.length)
})
