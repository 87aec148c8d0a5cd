import { describe, expect, it } from 'vitest'

import { describeModel } from '../model-facts/describe-model.ts'
import { toNativeBody } from './native-body.ts'

function fit(api: 'chat-completions' | 'responses', id: string, body: object, store?: boolean) {
  const { value, warnings } = toNativeBody(
    { model: id, ...body },
    { api, modelId: id, without: [] },
    describeModel(id).capabilities,
    store,
  )
  const { model: _model, ...rest } = value
  return { body: rest, warned: warnings.map(({ code, field }) => `${code} ${field}`) }
}

const SOL = 'us.openai.gpt-6-sol'

describe('toNativeBody', () => {
  it('returns the very body where nothing differs', () => {
    const body = { model: SOL, messages: [], unheard_of: [1] }
    const way = { api: 'chat-completions', modelId: SOL, without: [] } as const
    expect(toNativeBody(body, way, describeModel(SOL).capabilities).value).toBe(body)
    const renamed = toNativeBody({ ...body, model: 'gpt-6-sol' }, way, describeModel(SOL).capabilities)
    expect(renamed).toEqual({ value: body, warnings: [] })
  })

  it.each<[string, 'chat-completions' | 'responses', string, object, object, string[]]>([
    ['the newer limit', 'chat-completions', SOL, { max_tokens: 9 }, { max_completion_tokens: 9 }, []],
    ['either limit', 'chat-completions', 'us.xai.grok-4.7', { max_tokens: 9 }, { max_tokens: 9 }, []],
    ['usual sampling', 'chat-completions', SOL, { temperature: 1, presence_penalty: 0, top_p: null }, {}, []],
    ['sampling', 'responses', SOL, { temperature: 0.2 }, {}, ['unsupported_parameter temperature']],
    [
      'sampling of open weights',
      'chat-completions',
      'zai.glm-4.6',
      { temperature: 0.2 },
      { temperature: 0.2 },
      [],
    ],
    [
      'the nearest effort',
      'chat-completions',
      'us.xai.grok-4.7',
      { reasoning_effort: 'max' },
      { reasoning_effort: 'xhigh' },
      ['reasoning_effort_lowered reasoning_effort'],
    ],
    [
      'reasoning that stays on',
      'responses',
      'us.openai.gpt-6.1-sol',
      { reasoning: { effort: 'none', summary: 'auto' } },
      { reasoning: { effort: 'low', summary: 'auto' } },
      ['reasoning_effort_raised reasoning.effort'],
    ],
    [
      'no reasoning',
      'responses',
      SOL,
      { reasoning: { effort: 'none' } },
      { reasoning: { effort: 'none' } },
      [],
    ],
    ['a tier', 'responses', SOL, { service_tier: 'flex' }, {}, ['unsupported_parameter service_tier']],
    ['a tier', 'responses', 'us.xai.grok-4.7', { service_tier: 'flex' }, { service_tier: 'flex' }, []],
    [
      'a limit that is too low',
      'responses',
      SOL,
      { max_output_tokens: 5 },
      { max_output_tokens: 16 },
      ['raised_parameter max_output_tokens'],
    ],
    [
      "a field of Anthropic's",
      'responses',
      'openai.gpt-5.5',
      { top_k: 5 },
      {},
      ['unsupported_parameter top_k'],
    ],
  ])('knows %s: %s, %s', (_what, api, id, body, expected, warned) => {
    expect(fit(api, id, body)).toEqual({ body: expected, warned })
  })

  it("says the route's `store` where the request says nothing", () => {
    expect(fit('responses', SOL, {}, false).body).toEqual({ store: false })
    expect(fit('responses', SOL, { store: true }, false).body).toEqual({ store: true })
    expect(fit('responses', SOL, {}).body).toEqual({})
  })

  it('leaves out what the way cannot carry', () => {
    const tools = [{ type: 'function', name: 'a' }, { type: 'web_search' }]
    const { value } = toNativeBody(
      { model: SOL, tools, background: true },
      { api: 'responses', modelId: SOL, without: ['tools[1]', 'background'] },
      describeModel(SOL).capabilities,
    )
    expect(value).toEqual({ model: SOL, tools: [tools[0]] })
  })
})
