import { Ajv } from 'ajv'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { answer } from './answer.ts'
import { valueForSchema } from './json-schema.ts'
import type { Prompt } from './prompt.ts'

const weather = {
  name: 'get_weather',
  description: 'Current weather of a city',
  schema: {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { enum: ['celsius', 'fahrenheit'] } },
    required: ['city', 'unit'],
  },
}
const clock = { name: 'get_time', description: 'Tells the time', schema: { type: 'object', properties: {} } }

const prompt = (change: Partial<Prompt>): Prompt => ({
  text: 'Hello',
  toolResults: [],
  attachments: [],
  tools: [],
  toolChoice: 'auto',
  parallelToolCalls: true,
  thinking: false,
  outputSchema: undefined,
  prefill: '',
  maxTokens: undefined,
  stopSequences: [],
  ...change,
})

describe('the model simulator', () => {
  it.each([
    ['What is 7 times 6?', '7 times 6 is 42.'],
    ['What is the capital of France?', 'The capital of France is Paris.'],
    ['Say exactly: pong', 'pong'],
    ['Count from one to five, in words.', 'one, two, three, four, five.'],
    ['Count to 3', '1, 2, 3.'],
    ['Reply with "ok".', 'ok'],
    ['Tell me about tides', 'You said: "Tell me about tides". Here is a short answer to that.'],
  ])('answers %s', (text, expected) => {
    expect(answer(prompt({ text }))).toMatchObject({ text: expected, stopReason: 'end_turn', toolCalls: [] })
  })

  it('calls a tool that the prompt is about, with arguments from the prompt', () => {
    const said = answer(
      prompt({ text: 'What is the weather in Paris, in fahrenheit?', tools: [weather, clock] }),
    )
    expect(said.toolCalls).toEqual([{ name: 'get_weather', input: { city: 'Paris', unit: 'fahrenheit' } }])
    expect(said.stopReason).toBe('tool_use')
  })

  it('calls it twice for two things, unless told not to', () => {
    const asked = prompt({ text: 'Compare the weather in Paris and New York', tools: [weather] })
    expect(answer(asked).toolCalls.map(({ input }) => input['city'])).toEqual(['Paris', 'New York'])
    expect(answer({ ...asked, parallelToolCalls: false }).toolCalls).toHaveLength(1)
  })

  it('leaves tools alone that the prompt is not about, unless it is forced', () => {
    const asked = prompt({ tools: [weather, clock] })
    expect(answer(asked).toolCalls).toEqual([])
    expect(answer({ ...asked, toolChoice: 'any' }).toolCalls).toHaveLength(1)
    expect(answer({ ...asked, toolChoice: { name: 'get_time' } }).toolCalls).toEqual([
      { name: 'get_time', input: {} },
    ])
    expect(answer({ ...asked, text: 'weather?', toolChoice: 'none' }).toolCalls).toEqual([])
  })

  it('puts tool results into words', () => {
    const said = answer(
      prompt({
        text: 'weather in Paris',
        toolResults: ['18 °C', '{"sky":"rain","wind":3}', '[1]'],
        tools: [weather],
      }),
    )
    expect(said).toMatchObject({
      text: 'Here is what I found: 18 °C; sky: rain, wind: 3; [1].',
      stopReason: 'end_turn',
    })
  })

  it('stops at stop sequences and at the most tokens', () => {
    const text = 'Count to five'
    expect(answer(prompt({ text, stopSequences: [', 3'] }))).toMatchObject({
      text: '1, 2',
      stopReason: 'stop_sequence',
    })
    expect(answer(prompt({ text, maxTokens: 1 }))).toMatchObject({ text: '1, 2', stopReason: 'max_tokens' })
  })

  it('goes on where the caller began', () => {
    const said = answer(prompt({ text: 'What is 2 + 2?', prefill: '2 + 2' }))
    expect(said.text).toBe(' is 4.')
  })

  it('thinks when told to', () => {
    expect(answer(prompt({})).reasoning).toBeUndefined()
    expect(answer(prompt({ thinking: true })).reasoning).toContain('Hello')
  })
})

describe('values for a schema', () => {
  const ajv = new Ajv({ strict: false, formats: {} })
  const leaf: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
    fc.record({ type: fc.constant('string'), minLength: fc.nat(20) }),
    fc.record({ type: fc.constant('string'), maxLength: fc.nat(20) }),
    fc.record({ type: fc.constantFrom('integer', 'number'), minimum: fc.integer({ min: -50, max: 50 }) }),
    fc.record({ type: fc.constantFrom('integer', 'number'), maximum: fc.integer({ min: -50, max: 50 }) }),
    fc.record({ type: fc.constantFrom('boolean', 'null') }),
    fc.record({ enum: fc.uniqueArray(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 3 }) }),
    fc.record({ const: fc.string() }),
  )
  const { schema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      leaf,
      fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(3) }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('schema'), { maxKeys: 4 }).map((properties) => ({
        type: 'object',
        properties,
        required: Object.keys(properties),
        additionalProperties: false,
      })),
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    ),
  }))

  it('fit it', () => {
    fc.assert(
      fc.property(schema, fc.string(), (shape, text) => {
        const value = valueForSchema(shape, { text, names: [] })
        const validate = ajv.compile(shape)
        expect({ shape, value, fits: validate(value) }).toEqual({ shape, value, fits: true })
      }),
    )
  })

  it('follow references', () => {
    const shape = {
      type: 'object',
      properties: { place: { $ref: '#/$defs/Place' } },
      required: ['place'],
      $defs: { Place: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
    }
    expect(valueForSchema(shape, { text: '', names: ['Oslo'] })).toEqual({ place: { city: 'Oslo' } })
  })
})
