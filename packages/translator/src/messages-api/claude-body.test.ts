import { describe, expect, it } from 'vitest'

import { describeModel } from '../model-facts/describe-model.ts'
import { toClaudeBody } from './claude-body.ts'
import { toMessagesApiBody } from './messages-api-body.ts'

const MODELS = {
  haiku3: 'anthropic.claude-3-haiku-20240307-v1:0',
  sonnet45: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  opus45: 'global.anthropic.claude-opus-4-5-20251101-v1:0',
  opus46: 'us.anthropic.claude-opus-4-6-v1',
  opus47: 'us.anthropic.claude-opus-4-7',
  opus55: 'us.anthropic.claude-opus-5-5',
} as const
type Json = Readonly<Record<string, unknown>>

const ASK = { max_tokens: 4000, messages: [{ role: 'user', content: 'Hi' }] }
const BEFORE = { anthropic_version: 'bedrock-2023-05-31' }

function fit(model: keyof typeof MODELS, members: Json) {
  const { value, warnings } = toClaudeBody({ ...ASK, ...members }, describeModel(MODELS[model]).capabilities)
  return { value, warnings: warnings.map(({ code, field }) => `${code} ${field}`) }
}

describe("Claude's own body", () => {
  it.each<[keyof typeof MODELS, Json, Json, string[]]>([
    ['opus47', { temperature: 0.5, top_p: 1 }, {}, ['unsupported_parameter temperature']],
    ['opus55', { top_k: 5 }, {}, ['unsupported_parameter top_k']],
    ['sonnet45', { temperature: 0.5, top_p: 0.9 }, { temperature: 0.5 }, ['unsupported_parameter top_p']],
    ['sonnet45', { top_p: 0.9, top_k: 3 }, { top_p: 0.9, top_k: 3 }, []],
    ['haiku3', { max_tokens: 8192 }, { max_tokens: 4096 }, ['clamped_parameter max_tokens']],
    ['haiku3', { thinking: { type: 'adaptive' } }, {}, ['unsupported_parameter thinking']],
    [
      'sonnet45',
      { thinking: { type: 'adaptive' } },
      { thinking: { type: 'enabled', budget_tokens: 2000 } },
      ['thinking_changed thinking'],
    ],
    [
      'sonnet45',
      { max_tokens: 500, thinking: { type: 'adaptive' } },
      { max_tokens: 500 },
      ['unsupported_parameter thinking'],
    ],
    [
      'opus47',
      { thinking: { type: 'enabled', budget_tokens: 2000 } },
      { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
      ['thinking_changed thinking'],
    ],
    [
      'opus46',
      { thinking: { type: 'enabled', budget_tokens: 2000 }, temperature: 0.2, top_p: 0.97 },
      { thinking: { type: 'enabled', budget_tokens: 2000 }, top_p: 0.97 },
      ['unsupported_parameter temperature'],
    ],
    [
      'opus46',
      { output_config: { effort: 'xhigh' } },
      { output_config: { effort: 'high' } },
      ['reasoning_effort_lowered output_config.effort'],
    ],
    ['opus45', { output_config: { effort: 'low' } }, { output_config: { effort: 'low' } }, []],
    ['sonnet45', { output_config: { effort: 'low' } }, {}, ['unsupported_parameter output_config.effort']],
    ['sonnet45', { service_tier: 'auto' }, {}, []],
    ['sonnet45', { service_tier: 'priority' }, {}, ['unsupported_parameter service_tier']],
  ])('for %s: %j becomes %j', (model, members, expected, warnings) => {
    const said = fit(model, members)
    expect(said).toEqual({ value: { ...BEFORE, ...ASK, ...expected }, warnings })
  })

  it('keeps a limit beyond the maximum beside a beta', () => {
    const said = fit('haiku3', { max_tokens: 8192, anthropic_beta: ['output-128k-2025-02-19'] })
    expect(said.value).toMatchObject({ max_tokens: 8192 })
  })

  it('has its system text in front, and the objects of its format closed', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } }
    const { value, warnings } = fit('opus46', {
      system: 'Be brief.',
      messages: [...ASK.messages, { role: 'system', content: 'Be kind.' }, { role: 'user', content: 'So?' }],
      output_config: { format: { type: 'json_schema', schema } },
    })
    expect(value).toMatchObject({
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: ASK.messages[0]?.content },
            { type: 'text', text: 'Be kind.' },
            { type: 'text', text: 'So?' },
          ],
        },
      ],
      output_config: { format: { schema: { ...schema, additionalProperties: false } } },
    })
    expect(warnings).toEqual(['system_message_moved messages[1]'])
  })

  it("is given to Bedrock's Messages with its tier and its system texts where they stand", () => {
    const messages = [...ASK.messages, { role: 'system', content: 'Be kind.' }]
    const body = { ...ASK, model: MODELS.opus55, messages, service_tier: 'auto', temperature: 0.5 }
    const { value, warnings } = toMessagesApiBody(body, describeModel(MODELS.opus55).capabilities)
    expect(value).toEqual({ max_tokens: 4000, model: MODELS.opus55, messages, service_tier: 'auto' })
    expect(warnings).toMatchObject([{ code: 'unsupported_parameter', field: 'temperature' }])
  })
})
