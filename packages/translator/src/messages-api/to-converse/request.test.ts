import { describe, expect, it } from 'vitest'

import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import type { FetchedFile, TranslationContext } from '../../context.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { TranslationError } from '../../translation-error.ts'
import { listRemoteMessageFiles } from '../remote-files.ts'
import { toMessagesConverseRequest } from './request.ts'

const NOVA = 'us.amazon.nova-pro-v1:0'
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function contextOf(model: string, files?: ReadonlyMap<string, FetchedFile>): TranslationContext {
  return {
    model: describeModel(model),
    id: 'msg_1',
    created: 1,
    options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
    ...(files === undefined ? {} : { files }),
  }
}

const user = (content: unknown) => ({ role: 'user', content })
const translate = (body: object, model = NOVA, files?: ReadonlyMap<string, FetchedFile>) =>
  toMessagesConverseRequest(
    { max_tokens: 4000, messages: [user('Hello.')], ...body },
    contextOf(model, files),
  )
const warned = (body: object, model = NOVA) =>
  translate(body, model)
    .warnings.map(({ field }) => field)
    .toSorted()

describe('messages', () => {
  it('merge, begin with the user, and lose what is blank', () => {
    const { value, warnings } = translate({
      system: [
        { type: 'text', text: 'One.' },
        { type: 'text', text: '  ' },
      ],
      messages: [
        { role: 'assistant', content: 'Hi.' },
        user('  '),
        user([{ type: 'text', text: 'A' }]),
        { role: 'system', content: 'Two.' },
        user('B'),
      ],
    })
    expect(value.system).toEqual([{ text: 'One.' }])
    expect(value.messages).toEqual([
      { role: 'user', content: [{ text: expect.any(String) }] },
      { role: 'assistant', content: [{ text: 'Hi.' }] },
      { role: 'user', content: [{ text: 'A' }, { text: 'Two.' }, { text: 'B' }] },
    ])
    expect(warnings.map(({ code }) => code)).toEqual(['system_message_moved', 'placeholder_turn'])
  })

  it('carry cache marks', () => {
    const cache_control = { type: 'ephemeral' }
    const { value } = translate({
      system: [{ type: 'text', text: 'S', cache_control }],
      messages: [
        user([
          { type: 'text', text: 'A', cache_control },
          { type: 'text', text: 'B' },
        ]),
      ],
    })
    const cachePoint = { type: 'default' }
    expect(value.system).toEqual([{ text: 'S' }, { cachePoint }])
    expect(value.messages[0]?.content).toEqual([{ text: 'A' }, { cachePoint }, { text: 'B' }])
  })

  it('give every call a result, and every result its call', () => {
    const { value, warnings } = translate({
      messages: [
        user('A'),
        { role: 'assistant', content: [{ type: 'tool_use', id: 'one', name: 'get', input: {} }] },
        user([
          { type: 'tool_result', tool_use_id: 'other', content: 'late' },
          { type: 'text', text: 'Go on.' },
        ]),
      ],
    })
    expect(value.messages[2]?.content).toMatchObject([
      { toolResult: { toolUseId: 'one', status: 'error' } },
      { text: expect.stringContaining('late') },
      { text: 'Go on.' },
    ])
    expect(warnings.map(({ field }) => field)).toContain('messages[1].content[0]')
    expect(value.toolConfig?.tools).toMatchObject([{ toolSpec: { name: 'get' } }])
  })

  it('leave out what servers of Anthropic ran', () => {
    const content = [
      { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
      { type: 'text', text: 'Found.' },
    ]
    const body = { messages: [user('A'), { role: 'assistant', content }, user('B')] }
    expect(translate(body).value.messages[1]?.content).toEqual([{ text: 'Found.' }])
    expect(warned(body)).toEqual(['messages[1].content[0]', 'messages[1].content[1]'])
  })

  it('take files of every source within reach', () => {
    const url = 'https://files.example.com/a.png'
    const nested = 'https://files.example.com/b.png'
    const image = (source: object) => ({ type: 'image', source })
    const body = {
      messages: [
        user([
          image({ type: 'url', url }),
          {
            type: 'document',
            title: 'a/b',
            context: 'Read this.',
            source: { type: 'content', content: [{ type: 'text', text: 'T' }] },
          },
          {
            type: 'search_result',
            title: 'Title',
            source: 'where',
            content: [{ type: 'text', text: 'Found.' }],
          },
        ]),
        { role: 'assistant', content: [{ type: 'tool_use', id: 'one', name: 'get', input: {} }] },
        user([{ type: 'tool_result', tool_use_id: 'one', content: [image({ type: 'url', url: nested })] }]),
      ],
    }
    expect(listRemoteMessageFiles(body)).toEqual([url, nested])
    const file = { bytes: PNG, contentType: 'image/png' }
    const { value } = translate(body, NOVA, new Map([url, nested].map((key) => [key, file])))
    expect(value.messages[0]?.content).toEqual([
      { image: { format: 'png', source: { bytes: PNG } } },
      { text: 'Read this.' },
      { document: { format: 'txt', name: 'a b', source: { bytes: new TextEncoder().encode('T') } } },
      { text: 'Title\nwhere\n\nFound.' },
    ])
  })
})

describe('thinking', () => {
  const enabled = (budget_tokens: number) => ({ thinking: { type: 'enabled', budget_tokens } })
  const nova2 = 'us.amazon.nova-2-lite-v1:0'
  const effort = (maxReasoningEffort: string) => ({
    reasoningConfig: { type: 'enabled', maxReasoningEffort },
  })

  it.each([
    [nova2, enabled(1024), effort('low')],
    [nova2, enabled(9000), effort('medium')],
    [nova2, enabled(30_000), effort('high')],
    [nova2, { thinking: { type: 'adaptive' } }, effort('medium')],
    [nova2, { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }, effort('high')],
    [nova2, { thinking: { type: 'disabled' } }, undefined],
    [nova2, { output_config: { effort: 'high' } }, undefined],
    ['openai.gpt-oss-120b-1:0', enabled(1024), { reasoning_effort: 'low' }],
    ['openai.gpt-oss-120b-1:0', { output_config: { effort: 'high' } }, { reasoning_effort: 'high' }],
    ['someone.new-model-v1:0', enabled(2048), enabled(2048)],
  ])('%s, %j: %j', (model, body, fields) => {
    const { value, warnings } = translate(body, model)
    expect(value.additionalModelRequestFields).toEqual(fields)
    expect(warnings.filter(({ field }) => field.includes('thinking'))).toEqual([])
  })

  it.each([
    [{}, false],
    [enabled(1024), true],
    [{ thinking: { type: 'enabled', budget_tokens: 1024, display: 'omitted' } }, false],
    [{ thinking: { type: 'disabled' } }, false],
  ])('is shown for %j: %s', (body, shown) => {
    expect(translate(body, nova2).responseContext.thinking).toBe(shown)
  })

  it.each([
    ['us.amazon.nova-pro-v1:0', { output_config: { effort: 'high' } }, ['output_config.effort']],
    [
      'us.amazon.nova-pro-v1:0',
      { ...enabled(1024), output_config: { effort: 'high' } },
      ['output_config.effort', 'thinking'],
    ],
    [nova2, { output_config: { effort: 'high' } }, ['output_config.effort']],
    [nova2, { ...enabled(1024), output_config: { effort: 'high' } }, ['output_config.effort']],
    [nova2, { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }, []],
    ['us.deepseek.r1-v1:0', { output_config: { effort: 'high' } }, ['output_config.effort']],
    ['openai.gpt-oss-120b-1:0', { output_config: { effort: 'high' } }, []],
  ])('%s, %j: reports the effort that it does not read', (model, body, fields) => {
    expect(warned(body, model)).toEqual(fields)
  })

  it.each([nova2, 'us.amazon.nova-pro-v1:0', 'openai.gpt-oss-120b-1:0'])(
    'blames a wrong effort on its own field: %s',
    (model) => {
      for (const more of [{}, enabled(1024)]) {
        const body = { ...more, output_config: { effort: 'huge' } }
        expect(() => translate(body, model)).toThrow(
          'output_config.effort must be low, medium, high, xhigh or max, not "huge".',
        )
      }
    },
  )

  it('is a warning where the model has none', () => {
    expect(warned(enabled(1024))).toEqual(['thinking'])
    for (const model of ['us.deepseek.r1-v1:0', 'minimax.minimax-m2']) {
      expect(warned(enabled(1024), model)).toEqual(['thinking.budget_tokens'])
      expect(warned({ thinking: { type: 'disabled' } }, model)).toEqual(['thinking'])
      expect(warned({ thinking: { type: 'adaptive' } }, model)).toEqual([])
    }
  })
})

describe('fields', () => {
  it('are named as the caller names them', () => {
    expect(warned({ betas: ['b'], anthropic_beta: ['b'], service_tier: 'auto', speed: 'standard' })).toEqual([
      'anthropic_beta',
      'betas',
    ])
    expect(warned({ tools: [{ name: 'get', input_schema: {}, strict: true }] })).toEqual(['tools[0].strict'])
    const tool = { name: 'get', input_schema: {}, input_examples: [{}], defer_loading: false }
    expect(warned({ tools: [tool] })).toEqual(['tools[0].input_examples'])
  })

  it('say the tier in Bedrock’s words', () => {
    expect(translate({ service_tier: 'standard_only' }).value.serviceTier).toEqual({ type: 'default' })
    expect(translate({ service_tier: 'auto' }).value.serviceTier).toBeUndefined()
  })

  it.each([
    [{ messages: 'Hello.' }, 'messages'],
    [{ messages: [{ role: 'tool', content: 'a' }] }, 'messages[0].role'],
    [{ messages: [user(5)] }, 'messages[0].content'],
    [{ messages: [user([{ text: 'a' }])] }, 'messages[0].content[0].type'],
    [
      { messages: [user([{ type: 'image', source: { type: 'base64', data: '%' } }])] },
      'messages[0].content[0].source.data',
    ],
    [
      { messages: [user([{ type: 'document', source: { type: 'file', file_id: 'f' } }])] },
      'messages[0].content[0].source.file_id',
    ],
    [
      { messages: [user('a'), { role: 'assistant', content: [{ type: 'image' }] }] },
      'messages[1].content[0].type',
    ],
    [
      {
        messages: [
          user('a'),
          { role: 'assistant', content: [{ type: 'tool_use', id: 'i', name: 'n', input: ['x'] }] },
        ],
      },
      'messages[1].content[0].input',
    ],
    [{ tool_choice: { type: 'required' }, tools: [] }, 'tool_choice.type'],
    [{ output_config: { format: { type: 'text' } } }, 'output_config.format.type'],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 5 } }, 'output_config.effort'],
    [{ max_tokens: 'many' }, 'max_tokens'],
    [{ thread: { type: 'create' } }, 'thread'],
  ])('%j is refused by name', (body, param) => {
    let error: unknown
    try {
      translate(body, 'us.amazon.nova-2-lite-v1:0')
    } catch (thrown) {
      error = thrown
    }
    expect(TranslationError.is(error)).toBe(true)
    expect(error).toMatchObject({ param, status: 400 })
  })
})
