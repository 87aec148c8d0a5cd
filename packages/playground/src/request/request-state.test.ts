import { describe, expect, it } from 'vitest'

import { EXAMPLES, firstExample, stateOf } from './examples/index.ts'
import { readRequestState, type RequestState, writeRequestState } from './request-state.ts'
import { DEFAULT_CHOICES, readChoices, withChoice } from './route-choices.ts'

const BEGINNING = stateOf(firstExample('chat-completions'))

describe('the state of a request', () => {
  it('is read as it was written, for every example', () => {
    for (const example of Object.values(EXAMPLES).flat()) {
      const state = stateOf(example)
      const written: unknown = JSON.parse(JSON.stringify(writeRequestState(state)))
      expect(readRequestState(written, BEGINNING)).toEqual({ state, problem: undefined })
    }
  })

  it('keeps a text that is no JSON, and streaming', () => {
    const state: RequestState = { api: 'converse', text: '{ <b>', stream: true, choices: DEFAULT_CHOICES }
    expect(readRequestState(writeRequestState(state), BEGINNING).state).toEqual(state)
  })

  it.each([
    null,
    1,
    [],
    'x',
    {},
    { api: 'nope', text: '' },
    { api: 'toString', text: '' },
    { api: 'converse' },
  ])('is the beginning, with a problem, of %j', (given) => {
    expect(readRequestState(given, BEGINNING)).toEqual({ state: BEGINNING, problem: expect.any(String) })
  })

  it('is the beginning of nothing', () => {
    expect(readRequestState(undefined, BEGINNING)).toEqual({ state: BEGINNING, problem: undefined })
  })

  it('leaves out options that cannot be used, and names them', () => {
    const given = {
      api: 'messages',
      text: '{}',
      options: { region: 'x y', strict: true, evil: 1, constructor: 2 },
    }
    expect(readRequestState(given, BEGINNING)).toEqual({
      state: { api: 'messages', text: '{}', stream: false, choices: { region: 'us-east-1', strict: true } },
      problem: 'unknown options or values: region, evil, constructor.',
    })
  })
})

describe('options', () => {
  it('are set, and left to the route', () => {
    const strict = withChoice(DEFAULT_CHOICES, 'strict', true)
    expect(strict).toEqual({ region: 'us-east-1', strict: true })
    expect(withChoice(strict, 'strict', undefined)).toEqual(DEFAULT_CHOICES)
    expect(withChoice(strict, 'region', 'eu-west-1')).toEqual({ region: 'eu-west-1', strict: true })
  })

  it.each([
    ['maxTokens', 0],
    ['maxTokens', '5'],
    ['maxTokens', 1.5],
    ['endpoint', ' '],
    ['fips', false],
    ['api', 'rest'],
    ['region', `us-east-1${'-east'.repeat(9)}`],
  ])('refuse %s: %j', (name, value) => {
    expect(readChoices({ [name]: value })).toEqual({ choices: DEFAULT_CHOICES, refused: [name] })
  })
})
