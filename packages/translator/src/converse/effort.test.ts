import { describe, expect, it } from 'vitest'

import { describeModel, toConverseRequest, type TranslationContext } from '../index.ts'
import { DEFAULT_REASONING_RATIOS } from './reasoning.ts'

const GPT = 'us.openai.gpt-6-sol'
const ASTRA = 'us.openai.gpt-6-astra'
const GROK = 'us.xai.grok-4.6'

function ask(id: string, effort: string) {
  const context: TranslationContext = {
    model: describeModel(id),
    id: 'chatcmpl-1',
    created: 0,
    options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
  }
  const body = { model: id, messages: [{ role: 'user', content: 'Hi' }], reasoning_effort: effort }
  const { value, warnings } = toConverseRequest(body as Parameters<typeof toConverseRequest>[0], context)
  return { fields: value.additionalModelRequestFields, codes: warnings.map(({ code }) => code) }
}

describe('reasoning_effort on models that read an effort', () => {
  it.each([
    [GPT, 'max', { reasoning: { effort: 'max' } }, []],
    [GPT, 'xhigh', { reasoning: { effort: 'xhigh' } }, []],
    [GPT, 'minimal', { reasoning: { effort: 'low' } }, ['reasoning_effort_raised']],
    [GPT, 'none', { reasoning: { effort: 'none' } }, []],
    [ASTRA, 'none', { reasoning: { effort: 'low' } }, ['reasoning_effort_raised']],
    [GROK, 'max', { reasoning: { effort: 'xhigh' } }, ['reasoning_effort_lowered']],
    ['us.xai.grok-4.7', 'none', { reasoning: { effort: 'low' } }, ['reasoning_effort_raised']],
    ['us.moonshotai.kimi-k3', 'max', { reasoning: { effort: 'max' } }, []],
    ['us.zai.glm-5.3', 'minimal', { reasoning_effort: 'low' }, ['reasoning_effort_raised']],
    ['us.zai.glm-5.3', 'high', { reasoning_effort: 'high' }, []],
    ['openai.gpt-oss-20b-1:0', 'xhigh', { reasoning_effort: 'high' }, ['reasoning_effort_lowered']],
    ['openai.gpt-oss-20b-1:0', 'none', { reasoning_effort: 'low' }, ['reasoning_effort_raised']],
    [
      'us.anthropic.claude-opus-4-6-v1',
      'xhigh',
      { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
      ['reasoning_effort_lowered'],
    ],
    [
      'us.anthropic.claude-opus-5-5',
      'minimal',
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'low' } },
      ['reasoning_effort_raised'],
    ],
    [
      'us-gov.anthropic.claude-opus-4-8',
      'max',
      { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
      [],
    ],
    ['deepseek.v3-v1:0', 'none', undefined, []],
  ])('%s, %s', (id, effort, fields, codes) => {
    expect(ask(id, effort)).toEqual({ fields, codes })
  })
})
