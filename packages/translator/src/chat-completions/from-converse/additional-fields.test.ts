import { assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../../context.ts'
import { type AdditionalFieldScope, toAdditionalParameters } from './additional-fields.ts'

function translate(fields: unknown, scope: Partial<AdditionalFieldScope> = {}) {
  const warnings = new WarningCollector()
  const value = toAdditionalParameters(fields, {
    warnings,
    extensions: false,
    topK: false,
    maxTokens: undefined,
    ...scope,
  })
  return { value, fields: warnings.list().map(({ field }) => field) }
}

describe('toAdditionalParameters', () => {
  it.each([
    [{ thinking: { type: 'enabled', budget_tokens: 2048 } }, 'low'],
    [{ thinking: { type: 'enabled', budget_tokens: 8192 } }, 'medium'],
    [{ thinking: { type: 'enabled', budget_tokens: 24_576 } }, 'high'],
    [{ reasoning_config: { type: 'enabled', budget_tokens: 2048 } }, 'low'],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }, 'max'],
    [{ reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } }, 'medium'],
    [{ reasoning_effort: 'high' }, 'high'],
  ])('reads the effort of %j', (fields, effort) => {
    expect(translate(fields)).toEqual({ value: { reasoning_effort: effort }, fields: [] })
  })

  it('weighs a budget against max tokens, as the other direction does', () => {
    const share = { low: 0.2, medium: 0.5, high: 0.8 } as const
    assert(
      property(
        constantFrom('low', 'medium', 'high'),
        integer({ min: 2000, max: 100_000 }),
        (effort, maxTokens) => {
          const budget = Math.max(1024, Math.floor(maxTokens * share[effort]))
          if (budget > maxTokens * share[effort]) return
          const { value } = translate({ thinking: { type: 'enabled', budget_tokens: budget } }, { maxTokens })
          expect(value).toEqual({ reasoning_effort: effort })
        },
      ),
    )
  })

  it.each([
    [{ thinking: { type: 'disabled' } }],
    [{ reasoningConfig: { type: 'disabled' } }],
    [{}],
    [undefined],
  ])('asks for no effort where %j does not', (fields) => {
    expect(translate(fields)).toEqual({ value: {}, fields: [] })
  })

  it('sends top_k where it is taken, and says so where it is not', () => {
    expect(translate({ top_k: 3 }, { topK: true }).value).toEqual({ top_k: 3 })
    expect(translate({ inferenceConfig: { topK: 4 } }, { topK: true }).value).toEqual({ top_k: 4 })
    expect(translate({ top_k: 3 })).toEqual({ value: {}, fields: ['additionalModelRequestFields.top_k'] })
  })

  it('keeps what OpenAI has under the same name, and reports the rest', () => {
    expect(translate({ seed: 1, presence_penalty: 0.5, top_a: 1, anthropic_beta: ['x'] })).toEqual({
      value: { seed: 1, presence_penalty: 0.5 },
      fields: ['additionalModelRequestFields.top_a', 'additionalModelRequestFields.anthropic_beta'],
    })
  })

  it('reads what Claude’s own tool choice says beyond Converse’s', () => {
    const choice = { type: 'auto', disable_parallel_tool_use: true }
    expect(translate({ tool_choice: choice }).value).toEqual({ parallel_tool_calls: false })
    expect(translate({ tool_choice: { type: 'none' } }).value).toEqual({ tool_choice: 'none' })
  })

  it('hands thinking on to a backend that understands it', () => {
    const thinking = { type: 'enabled', budget_tokens: 2048 }
    expect(translate({ thinking, anthropic_beta: ['x'] }, { extensions: true })).toEqual({
      value: { thinking, anthropic_beta: ['x'] },
      fields: [],
    })
  })
})
