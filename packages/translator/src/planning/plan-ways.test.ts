import { describe, expect, it } from 'vitest'

import { describeModel } from '../model-facts/describe-model.ts'
import { TranslationError } from '../translation-error.ts'
import { planWays } from './plan-ways.ts'
import type { ClientApi, PlanOptions, PlanRequest, Way } from './way.ts'

interface Asked {
  readonly body?: PlanRequest['body']
  readonly options?: Partial<PlanOptions>
  readonly guardrail?: boolean
  readonly stream?: boolean
}

function plan(clientApi: ClientApi, id: string, { body = {}, options, guardrail, stream }: Asked = {}) {
  return planWays({
    clientApi,
    body,
    stream: stream ?? false,
    model: describeModel(id),
    guardrail: guardrail ?? false,
    options: { mantle: true, region: 'us-east-1', ...options },
  })
}

/** `runtime responses native`, and for what is translated `mantle responses`. */
const shortly = ({ api, host, native }: Way): string => `${host} ${api}${native ? ' native' : ''}`
const ways = (...parameters: Parameters<typeof plan>): string[] => plan(...parameters).map(shortly)
const first = (...parameters: Parameters<typeof plan>): string => ways(...parameters)[0] ?? ''

function refusal(...parameters: Parameters<typeof plan>): TranslationError {
  try {
    plan(...parameters)
  } catch (error) {
    if (error instanceof TranslationError) return error
  }
  throw new Error('not refused')
}

const SOL = 'us.openai.gpt-6-sol'
const GPT_5_5 = 'openai.gpt-5.5'
const OPUS = 'us.anthropic.claude-opus-5-5'
const GUARDRAIL = { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }
const AIP = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc'
const chatTools = { tools: [{ type: 'function', function: { name: 'get' } }] }
const ownTool = { type: 'function', name: 'get' }

describe('planWays', () => {
  it.each<[string, ...Record<'chat' | 'responses' | 'messages' | 'converse', string>[]]>([
    [
      SOL,
      {
        chat: 'runtime chat-completions native',
        responses: 'runtime responses native',
        messages: 'runtime converse',
        converse: 'runtime converse native',
      },
    ],
    [
      'us.xai.grok-4.7',
      {
        chat: 'runtime chat-completions native',
        responses: 'runtime responses native',
        messages: 'runtime converse',
        converse: 'runtime converse native',
      },
    ],
    [
      'us.moonshotai.kimi-k3',
      {
        chat: 'runtime converse',
        responses: 'runtime responses native',
        messages: 'runtime converse',
        converse: 'runtime converse native',
      },
    ],
    [
      'us.zai.glm-5.3',
      {
        chat: 'runtime converse',
        responses: 'runtime responses native',
        messages: 'runtime converse',
        converse: 'runtime converse native',
      },
    ],
    [
      GPT_5_5,
      {
        chat: 'mantle responses',
        responses: 'mantle responses native',
        messages: 'mantle responses',
        converse: 'mantle responses',
      },
    ],
    [
      'xai.grok-4.3',
      {
        chat: 'mantle chat-completions native',
        responses: 'mantle responses native',
        messages: 'mantle responses',
        converse: 'mantle responses',
      },
    ],
    [
      'google.gemma-4-31b',
      {
        chat: 'mantle chat-completions native',
        responses: 'mantle responses native',
        messages: 'mantle responses',
        converse: 'mantle responses',
      },
    ],
    [
      'zai.glm-4.6',
      {
        chat: 'mantle chat-completions native',
        responses: 'mantle chat-completions',
        messages: 'mantle chat-completions',
        converse: 'mantle chat-completions',
      },
    ],
    [
      'openai.gpt-oss-120b-1:0',
      {
        chat: 'runtime converse',
        responses: 'mantle responses native',
        messages: 'runtime converse',
        converse: 'runtime converse native',
      },
    ],
    [
      OPUS,
      {
        chat: 'runtime converse',
        responses: 'runtime converse',
        messages: 'runtime invoke-model native',
        converse: 'runtime converse native',
      },
    ],
    ...[
      'us.amazon.nova-2-lite-v1:0',
      'us.meta.llama4-scout-17b-instruct-v1:0',
      'zai.glm-5',
      'newvendor.model-9-v1:0',
      AIP,
    ].map(
      (id) =>
        [
          id,
          {
            chat: 'runtime converse',
            responses: 'runtime converse',
            messages: 'runtime converse',
            converse: 'runtime converse native',
          },
        ] as const,
    ),
  ] as never)('%s', (id: string, expected: object) => {
    expect({
      chat: first('chat-completions', id),
      responses: first('responses', id),
      messages: first('messages', id),
      converse: first('converse', id),
    }).toEqual(expected)
  })

  it.each<[string, ClientApi, string, Asked, string]>([
    ['function tools', 'chat-completions', SOL, { body: chatTools }, 'runtime converse'],
    ['function tools', 'chat-completions', 'xai.grok-4.3', { body: chatTools }, 'mantle responses'],
    ['function tools', 'responses', SOL, { body: { tools: [ownTool] } }, 'runtime responses native'],
    ['several choices', 'chat-completions', SOL, { body: { n: 2 } }, 'runtime converse'],
    ['one choice', 'chat-completions', SOL, { body: { n: 1 } }, 'runtime chat-completions native'],
    ['a guardrail in the body', 'responses', SOL, { body: GUARDRAIL }, 'runtime converse'],
    ['a guardrail in headers', 'responses', SOL, { guardrail: true }, 'runtime converse'],
    [
      'a guardrail in headers',
      'chat-completions',
      SOL,
      { guardrail: true },
      'runtime chat-completions native',
    ],
    ['a guardrail in headers', 'messages', OPUS, { guardrail: true }, 'runtime invoke-model native'],
    ['request metadata', 'responses', SOL, { body: { requestMetadata: { a: 'b' } } }, 'runtime converse'],
    ['metadata of its own', 'responses', SOL, { body: { metadata: { a: 'b' } } }, 'runtime responses native'],
    ['a background', 'responses', SOL, { body: { background: true } }, 'mantle responses native'],
    [
      'web search',
      'responses',
      SOL,
      { body: { tools: [{ type: 'web_search' }] } },
      'mantle responses native',
    ],
    [
      'a document',
      'chat-completions',
      SOL,
      { body: { messages: [{ role: 'user', content: [{ type: 'file', file: {} }] }] } },
      'runtime responses',
    ],
    [
      'a document',
      'messages',
      'us.xai.grok-4.7',
      { body: { messages: [{ role: 'user', content: [{ type: 'document' }] }] } },
      'runtime responses',
    ],
    [
      'a document',
      'chat-completions',
      OPUS,
      { body: { messages: [{ role: 'user', content: [{ type: 'file', file: {} }] }] } },
      'runtime converse',
    ],
    [
      'reasoning of others',
      'chat-completions',
      SOL,
      { body: { messages: [{ role: 'assistant', content: 'a', reasoning_content: 'b' }] } },
      'runtime converse',
    ],
    [
      'a field of Converse',
      'chat-completions',
      SOL,
      { body: { additionalModelRequestFields: {} } },
      'runtime converse',
    ],
    [
      'system text within',
      'messages',
      OPUS,
      {
        body: {
          messages: [
            { role: 'user', content: 'a' },
            { role: 'system', content: 'b' },
          ],
        },
      },
      'runtime messages native',
    ],
    ['no Mantle', 'responses', 'openai.gpt-oss-120b-1:0', { options: { mantle: false } }, 'runtime converse'],
    [
      'api native',
      'chat-completions',
      SOL,
      { body: chatTools, options: { api: 'native' } },
      'runtime chat-completions native',
    ],
    ['api native', 'messages', OPUS, { options: { api: 'native' } }, 'runtime messages native'],
    ['api native', 'responses', OPUS, { options: { api: 'native' } }, 'runtime converse'],
    [
      'api native',
      'chat-completions',
      'us.amazon.nova-lite-v1:0',
      { options: { api: 'native' } },
      'runtime chat-completions native',
    ],
    ['api native', 'chat-completions', GPT_5_5, { options: { api: 'native' } }, 'mantle responses'],
    [
      'api auto',
      'chat-completions',
      'openai.gpt-oss-20b-1:0',
      { options: { api: 'auto' } },
      'runtime chat-completions native',
    ],
    ['api messages', 'messages', OPUS, { options: { api: 'messages' } }, 'runtime messages native'],
    ['api converse', 'messages', OPUS, { options: { api: 'converse' } }, 'runtime converse'],
    ['api responses', 'chat-completions', SOL, { options: { api: 'responses' } }, 'runtime responses'],
    [
      'api by id',
      'chat-completions',
      SOL,
      { options: { api: { 'openai.gpt-6-sol': 'converse' } } },
      'runtime converse',
    ],
    ['host mantle', 'responses', SOL, { options: { host: 'mantle' } }, 'mantle responses native'],
    ['host mantle', 'messages', OPUS, { options: { host: { [OPUS]: 'mantle' } } }, 'mantle messages native'],
    ['a bare id', 'chat-completions', 'openai.gpt-6-sol', { body: chatTools }, 'mantle responses'],
    ['a bare id', 'responses', 'openai.gpt-6-sol', {}, 'mantle responses native'],
    [
      'a bare id',
      'responses',
      'openai.gpt-6-sol',
      { options: { crossRegion: 'geo' } },
      'runtime responses native',
    ],
    ['a bare id', 'messages', 'anthropic.claude-opus-5-5', {}, 'runtime invoke-model native'],
  ])('%s, %s, %s', (_need, client, id, asked, expected) => {
    expect(first(client, id, asked)).toBe(expected)
  })

  it('tries the other ways that keep what is asked for, the profile left last', () => {
    expect(ways('responses', SOL)).toEqual([
      'runtime responses native',
      'runtime converse',
      'mantle responses native',
      'runtime chat-completions',
      'mantle chat-completions',
    ])
    expect(ways('responses', SOL, { body: GUARDRAIL })).toEqual(['runtime converse'])
    expect(ways('chat-completions', AIP)).toEqual(['runtime converse'])
    expect(ways('messages', AIP, { options: { api: 'auto' } })).toEqual(['runtime converse'])
  })

  it.each<[string, ClientApi, string, Asked, string, RegExp]>([
    [
      'a guardrail that would be ignored',
      'chat-completions',
      GPT_5_5,
      { body: GUARDRAIL },
      'guardrailConfig',
      /would be ignored/,
    ],
    ['one of headers', 'converse', GPT_5_5, { guardrail: true }, 'guardrail', /would be ignored/],
    [
      'request metadata',
      'converse',
      GPT_5_5,
      { body: { requestMetadata: { a: 'b' } } },
      'requestMetadata',
      /Converse alone/,
    ],
    ['no Mantle', 'converse', GPT_5_5, { options: { mantle: false } }, 'model', /`mantleEndpoint`/],
    [
      'no Mantle in the region',
      'converse',
      GPT_5_5,
      { options: { mantle: false, region: 'eu-west-3' } },
      'model',
      /none in eu-west-3/,
    ],
    [
      'an API that the model lacks',
      'chat-completions',
      OPUS,
      { options: { api: 'responses' } },
      'api',
      /`api: 'auto'`/,
    ],
    [
      'a host that the model lacks',
      'responses',
      'us.xai.grok-4.7',
      { options: { host: 'mantle' } },
      'host',
      /`host: 'auto'`/,
    ],
    [
      'a background',
      'responses',
      'us.xai.grok-4.7',
      { body: { background: true } },
      'background',
      /leave it out/,
    ],
    [
      'a background without Mantle',
      'responses',
      SOL,
      { body: { background: true }, options: { mantle: false } },
      'background',
      /`mantleEndpoint`/,
    ],
    [
      'a hosted tool',
      'responses',
      OPUS,
      { body: { tools: [{ type: 'web_search' }] } },
      'tools[0].type',
      /web_search/,
    ],
    [
      'a forced one',
      'responses',
      OPUS,
      { body: { tools: [ownTool, { type: 'web_search' }], tool_choice: { type: 'web_search' } } },
      'tools[1].type',
      /web_search/,
    ],
    [
      'no profile of the geography',
      'chat-completions',
      'openai.gpt-6-sol',
      { options: { crossRegion: 'geo', region: 'eu-west-1' } },
      'model',
      /crossRegion: 'global'/,
    ],
  ])('refuses %s by name', (_what, client, id, asked, param, message) => {
    const { status, param: named, message: text } = refusal(client, id, asked)
    expect({ status, named }).toEqual({ status: 400, named: param })
    expect(text).toMatch(message)
  })

  it('leaves hosted tools out that stand beside others and are not forced', () => {
    const tools = [ownTool, { type: 'web_search' }]
    const [way] = plan('responses', OPUS, { body: { tools } })
    expect(way.without).toEqual(['tools[1]'])
    expect(way.warnings).toMatchObject([{ code: 'hosted_tool_left_out', field: 'tools[1]' }])
    const [mantle] = plan('responses', SOL, { body: { tools } })
    expect(mantle).toMatchObject({ host: 'mantle', modelId: 'openai.gpt-6-sol', without: [] })
    expect(mantle.warnings).toMatchObject([{ code: 'profile_left', field: 'model' }])
    const [runtime] = plan('responses', SOL, { body: { tools }, options: { mantle: false } })
    expect(runtime).toMatchObject({ host: 'runtime', native: true, without: ['tools[1]'] })
  })

  it.each<[ClientApi, string, Asked, string, string]>([
    ['converse', OPUS, {}, '/model/us.anthropic.claude-opus-5-5/converse', OPUS],
    ['chat-completions', OPUS, { stream: true }, '/model/us.anthropic.claude-opus-5-5/converse-stream', OPUS],
    [
      'messages',
      OPUS,
      { stream: true },
      '/model/us.anthropic.claude-opus-5-5/invoke-with-response-stream',
      OPUS,
    ],
    ['messages', OPUS, { options: { api: 'messages' } }, '/anthropic/v1/messages', OPUS],
    ['responses', SOL, { stream: true }, '/openai/v1/responses', SOL],
    ['responses', GPT_5_5, {}, '/openai/v1/responses', GPT_5_5],
    ['chat-completions', 'zai.glm-4.6', {}, '/v1/chat/completions', 'zai.glm-4.6'],
    ['responses', 'openai.gpt-oss-120b-1:0', {}, '/v1/responses', 'openai.gpt-oss-120b'],
    [
      'chat-completions',
      'openai.gpt-oss-120b',
      {},
      '/model/openai.gpt-oss-120b-1%3A0/converse',
      'openai.gpt-oss-120b-1:0',
    ],
    [
      'chat-completions',
      'anthropic.claude-haiku-5-5',
      { options: { crossRegion: 'geo', region: 'ap-northeast-1' } },
      '/model/jp.anthropic.claude-haiku-5-5/converse',
      'jp.anthropic.claude-haiku-5-5',
    ],
    [
      'responses',
      'openai.gpt-6-sol',
      { options: { crossRegion: 'global' } },
      '/openai/v1/responses',
      'global.openai.gpt-6-sol',
    ],
    [
      'responses',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.openai.gpt-6-sol',
      {},
      '/openai/v1/responses',
      SOL,
    ],
  ])('%s, %s: %s', (client, id, asked, path, modelId) => {
    expect(plan(client, id, asked)[0]).toMatchObject({ path, modelId })
  })

  it('warns of system text that has to move', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'system', content: 'b' },
    ]
    expect(plan('chat-completions', OPUS, { body: { messages } })[0].warnings).toMatchObject([
      { code: 'system_message_moved', field: 'messages[1]' },
    ])
    expect(plan('chat-completions', SOL, { body: { messages } })[0].warnings).toEqual([])
  })
})

describe('what the model does not take', () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }
  const file = { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' } }
  const chat = (...content: object[]) => ({ messages: [{ role: 'user', content }] })
  const shown = { type: 'input_image', image_url: 'data:image/png;base64,AA==' }

  it.each<[ClientApi, string, PlanRequest['body']]>([
    ['responses', 'us.zai.glm-5.3', { input: [{ role: 'user', content: [shown] }] }],
    [
      'responses',
      'openai.gpt-oss-120b-1:0',
      { input: [{ type: 'function_call_output', call_id: 'c', output: [shown] }] },
    ],
    ['responses', 'us.zai.glm-5.3', { input: [{ role: 'user', content: [{ type: 'input_file' }] }] }],
    ['chat-completions', 'zai.glm-4.6', chat(image)],
  ])('is not passed on by the own API of %s: a translator refuses it by name', (api, id, body) => {
    expect(plan(api, id, { body })[0].native).toBe(false)
  })

  it('comes after documents, which Responses alone take', () => {
    expect(first('chat-completions', SOL, { body: { ...chat(file), top_k: 5 } })).toBe('runtime responses')
  })
})
