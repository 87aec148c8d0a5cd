import { describe, expect, it } from 'vitest'

import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import type { TranslationContext } from '../../context.ts'
import type { RequestField } from '../../converse/request-table.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { toResponsesConverseRequest } from './request.ts'
import { RESPONSE_REQUEST_FIELDS } from './request-fields.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'resp_1',
  created: 1,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const VALUES = { string: 'x', number: 0.5, integer: 7, boolean: true, array: ['x'], object: { x: 1 } }
const rows = Object.entries<RequestField>(RESPONSE_REQUEST_FIELDS)
const ofFate = (fate: RequestField['fate']) => rows.filter(([, row]) => row.fate === fate)

function translate(fields: object) {
  return toResponsesConverseRequest({ model: 'm', input: 'Hi', ...fields }, CONTEXT)
}

describe('the table of request fields', () => {
  it.each(ofFate('ignored'))('%s is left out with a warning', (name, { kinds, neutral = [] }) => {
    const [kind] = kinds
    const { value, warnings } = translate({ [name]: VALUES[kind ?? 'string'] })
    expect(warnings).toMatchObject([{ code: 'unsupported_parameter', field: name }])
    expect(value).toEqual(translate({}).value)
    for (const none of [null, ...neutral]) expect(translate({ [name]: none }).warnings).toEqual([])
  })

  it.each(ofFate('rejected'))(
    '%s is refused by name, with the remedy',
    (name, { kinds, note, neutral = [] }) => {
      const [kind] = kinds
      const refusal = expect.objectContaining({
        status: 400,
        param: name,
        code: 'unsupported_parameter',
        message: expect.stringContaining(note),
      })
      expect(() => translate({ [name]: VALUES[kind ?? 'string'] })).toThrow(refusal)
      for (const none of [null, ...neutral]) expect(translate({ [name]: none }).warnings).toEqual([])
    },
  )

  it.each(rows)('%s counts as absent where it is null', (name) => {
    if (name === 'input') expect(() => translate({ input: null })).toThrow('input is missing')
    else {
      const { value, warnings } = translate({ [name]: null })
      expect({ value, warnings }).toEqual({ value: translate({}).value, warnings: [] })
    }
  })

  it.each(rows.filter(([name]) => name !== 'extra_body'))(
    '%s is refused in another type',
    (name, { kinds }) => {
      const wrong = kinds.includes('boolean') ? 'x' : true
      expect(() => translate({ [name]: wrong })).toThrow(
        expect.objectContaining({ status: 400, param: name }),
      )
    },
  )
})
