import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../../context.ts'
import { readRequestFields, REQUEST_FIELDS } from './request-fields.ts'

const read = (body: unknown) => {
  const warnings = new WarningCollector()
  const request = readRequestFields(body, warnings)
  return { ...request, warned: warnings.list().map(({ field }) => field) }
}

describe('readRequestFields', () => {
  it.each(Object.keys(REQUEST_FIELDS))('takes null for %s as absent', (name) => {
    expect(read({ [name]: null })).toMatchObject({ fields: {}, warned: [] })
  })

  it('spreads extra_body, and lets the body itself win', () => {
    const { fields, nameOf, warned } = read({
      top_k: 1,
      extra_body: { top_k: 2, guardrail_config: {}, nonsense: 1 },
    })
    expect(fields).toEqual({ top_k: 1, guardrailConfig: {} })
    expect([nameOf('top_k'), nameOf('guardrailConfig')]).toEqual(['top_k', 'extra_body.guardrail_config'])
    expect(warned).toEqual(['extra_body.nonsense'])
  })

  it('knows camel and snake case', () => {
    expect(read({ stopSequences: ['a'], topK: 3, serviceTier: 'flex', prompt_variables: {} }).fields).toEqual(
      {
        stop_sequences: ['a'],
        top_k: 3,
        service_tier: 'flex',
        promptVariables: {},
      },
    )
  })

  it.each([
    ['temperature', 'hot', 'temperature must be a number, not a string.'],
    ['max_tokens', 1.5, 'max_tokens must be an integer, not a number.'],
    ['stop', {}, 'stop must be a string or an array, not an object.'],
  ])('refuses %s of a wrong type', (name, value, message) => {
    expect(() => read({ [name]: value })).toThrow(
      expect.objectContaining({ message, param: name, status: 400 }),
    )
  })

  it.each([null, [], 'x', 5])('refuses %j as a body', (body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('points every other spelling at a field of the table', () => {
    const targets = Object.values<{ aliasOf?: string }>(REQUEST_FIELDS).flatMap(
      ({ aliasOf }) => aliasOf ?? [],
    )
    expect(targets.filter((target) => !(target in REQUEST_FIELDS))).toEqual([])
  })
})
