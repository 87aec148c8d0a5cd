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
    [GPT, 'minimal', { reasoning: { effort: 'low' } }, []],
    [GPT, 'none', { reasoning: { effort: 'none' } }, []],
    [ASTRA, 'none', { reasoning: { effort: 'low' } }, ['reasoning_effort_raised']],
    [GROK, 'max', { reasoning: { effort: 'high' } }, ['reasoning_effort_lowered']],
    ['us.zai.glm-5.3', 'high', { reasoning_effort: 'high' }, []],
    ['openai.gpt-oss-20b-1:0', 'xhigh', { reasoning_effort: 'high' }, []],
    ['deepseek.v3-v1:0', 'none', undefined, []],
  ])('%s, %s', (id, effort, fields, codes) => {
    expect(ask(id, effort)).toEqual({ fields, codes })
  })
})
