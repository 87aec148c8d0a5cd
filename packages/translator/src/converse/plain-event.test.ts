import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { outcome, readStepByStep } from '../../test-support/step-by-step.ts'
import { CONVERSE_EVENT } from '../shapes/converse-shapes.ts'
import { readConverseEvent } from './exact-wire.ts'

const anything = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.constant(undefined),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 2 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
)
const sometimes = (usual: fc.Arbitrary<unknown>) => fc.oneof({ weight: 6, arbitrary: usual }, anything)
const piece = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, sometimes(fc.string())])), { requiredKeys: [] })
const delta = fc.oneof(
  piece('text'),
  piece('text', 'toolUse', 'other'),
  fc.record({ toolUse: sometimes(piece('input')) }),
  fc.record({ toolUse: sometimes(piece('input', 'more')) }),
  fc.record({ reasoningContent: sometimes(piece('text')) }),
  fc.record({ reasoningContent: sometimes(piece('signature')) }),
  fc.record({ reasoningContent: sometimes(piece('text', 'redactedContent')) }),
)
const payload = fc.record(
  {
    contentBlockIndex: sometimes(fc.nat()),
    delta: sometimes(delta),
    p: sometimes(fc.string()),
    redactedContent: sometimes(fc.base64String()),
    role: sometimes(fc.string()),
    stopReason: sometimes(fc.string()),
    more: sometimes(fc.string()),
  },
  { requiredKeys: ['delta'] },
)
/** One or two members: events of other types have no more. */
const brief = fc.oneof(
  piece('role', 'p'),
  piece('stopReason', 'p'),
  piece('p', 'additionalModelResponseFields'),
  fc.record({ contentBlockIndex: sometimes(fc.nat()), p: sometimes(fc.string()) }, { requiredKeys: [] }),
)
const type = fc.constantFrom(
  'contentBlockDelta',
  'contentBlockStart',
  'contentBlockStop',
  'messageStart',
  'messageStop',
  'metadata',
  'unknown',
  'toString',
)

describe('isPlainDelta and isPlainStart, as readConverseEvent asks it', () => {
  it('reads a plain piece as it reads every event', () => {
    fc.assert(
      fc.property(type, sometimes(fc.oneof(payload, brief)), (name, given) => {
        // As it comes from the wire.
        const text = JSON.stringify(given) as string | undefined
        const json = text === undefined ? undefined : (JSON.parse(text) as unknown)
        const expected = outcome(() => readStepByStep({ [name]: structuredClone(json) }, CONVERSE_EVENT))
        expect(outcome(() => readConverseEvent(name, json))).toStrictEqual(expected)
      }),
      { numRuns: 3000 },
    )
  })

  it('hands the JSON of a plain piece on', () => {
    const json = { contentBlockIndex: 0, delta: { text: 'Hi' }, p: 'abc' }
    expect(readConverseEvent('contentBlockDelta', json).contentBlockDelta).toBe(json)
    const start = { role: 'assistant', p: 'abc' }
    expect(readConverseEvent('messageStart', start).messageStart).toBe(start)
  })
})
