import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { outcome, readStepByStep } from '../../test-support/step-by-step.ts'
import { CONVERSE_ANSWER } from '../shapes/converse-shapes.ts'
import { readConverseAnswer } from './exact-wire.ts'
import { isPlainAnswer } from './plain-answer.ts'

const anything = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 2 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
)
const sometimes = (usual: fc.Arbitrary<unknown>) => fc.oneof({ weight: 9, arbitrary: usual }, anything)
const members = (of: Record<string, fc.Arbitrary<unknown>>) =>
  sometimes(
    fc.record(Object.fromEntries(Object.entries(of).map(([name, usual]) => [name, sometimes(usual)])), {
      requiredKeys: [],
    }),
  )
const block = fc.oneof(
  { weight: 15, arbitrary: fc.record({ text: fc.string() }) },
  members({ text: fc.string(), more: fc.string() }),
  members({ image: members({ source: members({ bytes: fc.base64String() }) }) }),
  members({ reasoningContent: members({ redactedContent: fc.base64String() }) }),
)
const answers = members({
  output: members({
    message: members({ role: fc.string(), content: fc.array(block, { maxLength: 3 }), more: fc.string() }),
  }),
  stopReason: fc.string(),
  usage: members({
    inputTokens: fc.nat(),
    totalTokens: fc.nat(),
    serverToolUsage: fc.constant({}),
    cacheDetails: fc.array(members({ ttl: fc.string(), inputTokens: fc.nat() }), { maxLength: 2 }),
  }),
  metrics: members({ latencyMs: fc.nat() }),
  more: fc.string(),
})

describe('isPlainAnswer, as readConverseAnswer asks it', () => {
  it('reads a plain answer as it reads every answer', () => {
    let plain = 0
    fc.assert(
      fc.property(answers, (given) => {
        // As it comes from the wire.
        const text = JSON.stringify(given)
        const parse = (): unknown => JSON.parse(text)
        if (isPlainAnswer(given)) plain += 1
        expect(outcome(() => readConverseAnswer(parse(), text))).toEqual(
          outcome(() => readStepByStep(parse(), CONVERSE_ANSWER)),
        )
      }),
      { numRuns: 2000 },
    )
    expect(plain).toBeGreaterThan(0)
  })

  it('knows what the service usually sends', () => {
    const answer = {
      output: { message: { role: 'assistant', content: [{ text: 'Hello.' }, { text: '' }] } },
      stopReason: 'end_turn',
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3, serverToolUsage: {} },
      metrics: { latencyMs: 5 },
    }
    expect(isPlainAnswer(answer)).toBe(true)
    expect(isPlainAnswer({ ...answer, trace: {} })).toBe(false)
    expect(isPlainAnswer({ ...answer, usage: { ...answer.usage, inputTokens: {} } })).toBe(false)
  })
})
