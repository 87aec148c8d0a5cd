import { describe, expect, it } from 'vitest'

import { toConverseRequest } from '../chat-completions/to-converse/request.ts'
import type { TranslationContext } from '../context.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { DEFAULT_REASONING_RATIOS } from './reasoning.ts'

function translate(model: string, members: object) {
  const context: TranslationContext = {
    model: describeModel(model),
    id: 'chatcmpl-1',
    created: 0,
    options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
  }
  const body = { model, messages: [{ role: 'user', content: 'Hi' }], ...members }
  const { value, warnings } = toConverseRequest(body as never, context)
  return { value, warnings: warnings.map(({ code, field }) => `${code} ${field}`) }
}

describe('what a model cannot take', () => {
  it.each([
    ['anthropic.claude-3-haiku-20240307-v1:0', 4096],
    ['cohere.command-r-plus-v1:0', 4096],
  ])('a limit beyond the maximum of %s is lowered to that', (model, most) => {
    const { value, warnings } = translate(model, { max_tokens: 100_000 })
    expect(value.inferenceConfig).toEqual({ maxTokens: most })
    expect(warnings).toEqual(['clamped_parameter max_tokens'])
  })

  it('but not where a beta may raise the maximum, or none is known', () => {
    const beta = { max_tokens: 100_000, anthropic_beta: ['output-128k-2025-02-19'] }
    const sonnet = translate('us.anthropic.claude-3-7-sonnet-20250219-v1:0', beta)
    expect(sonnet.value.inferenceConfig).toEqual({ maxTokens: 100_000 })
    expect(translate('us.acme.new-v1:0', { max_tokens: 900_000 }).warnings).toEqual([])
  })

  it.each<[string, object, object]>([
    [
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      { type: 'adaptive' },
      { thinking: { type: 'enabled', budget_tokens: 8192 } },
    ],
    [
      'us.anthropic.claude-opus-4-7',
      { type: 'enabled', budget_tokens: 30_000 },
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
    ],
  ])('thinking of the other form becomes that of %s', (model, thinking, fields) => {
    const { value, warnings } = translate(model, { thinking })
    expect(value.additionalModelRequestFields).toEqual(fields)
    expect(warnings).toEqual(['thinking_changed thinking'])
  })
})
