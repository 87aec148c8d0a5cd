import type { ContentBlock, ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'

import {
  createChatCompletionStream,
  createMessageStream,
  createResponseStream,
  DEFAULT_REASONING_RATIOS,
  describeModel,
  toChatCompletion,
  toConverseRequest,
  toMessage,
  toMessagesConverseRequest,
  toResponse,
  toResponsesConverseRequest,
  type TranslationContext,
} from './index.ts'

const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const SONNET_3_7 = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0'
const NOVA = 'us.amazon.nova-pro-v1:0'
const TITAN = 'amazon.titan-text-express-v1'
const PROMPT = 'arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:1'

function contextOf(model: string): TranslationContext {
  return {
    model: describeModel(model),
    id: 'id_1',
    created: 0,
    options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
  }
}

const USER = { role: 'user', content: 'Hello.' }
const PROTOCOLS = {
  chat: (fields: object, model: string) =>
    toConverseRequest({ model, messages: [USER], ...fields } as ChatCompletionCreateParams, contextOf(model)),
  responses: (fields: object, model: string) =>
    toResponsesConverseRequest({ model, input: [USER], ...fields } as ResponseCreateParams, contextOf(model)),
  messages: (fields: object, model: string) =>
    toMessagesConverseRequest({ max_tokens: 4000, messages: [USER], ...fields }, contextOf(model)),
} as const

/** Words that one protocol alone has; each must speak only of its own. */
const FOREIGN = {
  chat: /reasoning\.effort|max_output_tokens|text\.format|output_config|\binput\b/,
  responses: /reasoning_effort|max_completion_tokens|\bmax_tokens|response_format|output_config|\bmessages\b/,
  messages:
    /reasoning_effort|reasoning\.effort|max_completion_tokens|max_output_tokens|response_format|text\.format/,
} as const

type Protocol = keyof typeof PROTOCOLS

function complaintOf(protocol: Protocol, fields: object, model: string): { field: unknown; message: string } {
  try {
    const [warning] = PROTOCOLS[protocol](fields, model).warnings
    return { field: warning?.field, message: warning?.message ?? '' }
  } catch (error) {
    return { field: (error as { param?: unknown }).param, message: (error as Error).message }
  }
}

const FORMAT = { type: 'json_schema', name: 'n', schema: { type: 'array' } }
const OBJECT = { type: 'json_schema', name: 'n', schema: { type: 'object' } }

describe("errors and warnings name the caller's own field", () => {
  it.each<[Protocol, string, string, object]>([
    ['responses', 'metadata.messages', NOVA, { metadata: { messages: 'no!' } }],
    [
      'messages',
      'output_config.effort',
      SONNET,
      { thinking: { type: 'adaptive' }, output_config: { effort: 5 } },
    ],
    ['chat', 'reasoning_effort', SONNET, { reasoning_effort: 'huge' }],
    ['responses', 'reasoning.effort', SONNET, { reasoning: { effort: 'huge' } }],
    ['chat', 'max_completion_tokens', SONNET_3_7, { reasoning_effort: 'low', max_completion_tokens: 1000 }],
    ['chat', 'max_tokens', SONNET_3_7, { reasoning_effort: 'low', max_tokens: 1000 }],
    ['responses', 'max_output_tokens', SONNET_3_7, { reasoning: { effort: 'low' }, max_output_tokens: 1000 }],
    ['chat', 'extra_body.top_k', TITAN, { extra_body: { top_k: 5 } }],
    [
      'chat',
      'response_format.json_schema.schema',
      NOVA,
      { response_format: { type: 'json_schema', json_schema: FORMAT } },
    ],
    ['responses', 'text.format.schema', NOVA, { text: { format: FORMAT } }],
    ['messages', 'output_config.format.schema', NOVA, { output_config: { format: FORMAT } }],
    ['messages', 'output_format.schema', NOVA, { output_format: FORMAT }],
    ['chat', 'response_format', TITAN, { response_format: { type: 'json_schema', json_schema: OBJECT } }],
    ['responses', 'text.format', TITAN, { text: { format: OBJECT } }],
    ['messages', 'output_config.format', TITAN, { output_config: { format: OBJECT } }],
    [
      'chat',
      'tools[0].function.strict',
      NOVA,
      { tools: [{ type: 'function', function: { name: 'a', strict: true } }] },
    ],
    ['responses', 'tools[0].strict', NOVA, { tools: [{ type: 'function', name: 'a', strict: true }] }],
    ['messages', 'tools[0].strict', NOVA, { tools: [{ name: 'a', strict: true, input_schema: {} }] }],
    [
      'chat',
      'parallel_tool_calls',
      NOVA,
      { parallel_tool_calls: false, tools: [{ type: 'function', function: { name: 'a' } }] },
    ],
    [
      'messages',
      'tool_choice.disable_parallel_tool_use',
      NOVA,
      { tool_choice: { type: 'auto', disable_parallel_tool_use: true }, tools: [{ name: 'a' }] },
    ],
    ['chat', 'messages', NOVA, { messages: [{ role: 'user', content: ' ' }] }],
    ['responses', 'input', NOVA, { input: ' ' }],
    ['chat', 'functions', TITAN, { functions: [{ name: 'a' }] }],
    ['responses', 'max_output_tokens', PROMPT, { max_output_tokens: 100 }],
    ['responses', 'text.format', PROMPT, { text: { format: { type: 'text' } } }],
    ['messages', 'max_tokens', PROMPT, {}],
  ])('%s: %s', (protocol, field, model, fields) => {
    const complaint = complaintOf(protocol, fields, model)
    expect(complaint.field).toBe(field)
    expect(complaint.message).not.toMatch(FOREIGN[protocol])
  })

  it('blames an unknown effort of a Messages request on output_config.effort', () => {
    const fields = { thinking: { type: 'adaptive' }, output_config: { effort: 'huge' } }
    const complaint = complaintOf('messages', fields, 'us.amazon.nova-2-lite-v1:0')
    expect(complaint.field).toBe('output_config.effort')
    expect(complaint.message).toContain('output_config.effort must be')
  })
})

describe('one answer gives the same warnings by every protocol', () => {
  const content = [
    { image: { format: 'png', source: {} } },
    { toolUse: { toolUseId: 'a', name: 'nova_grounding', type: 'server_tool_use', input: {} } },
  ] as unknown as ContentBlock[]
  const answer: Partial<ConverseResponse> = {
    output: { message: { role: 'assistant', content } },
    stopReason: 'malformed_tool_use',
  }
  const events = [
    { messageStart: { role: 'assistant' } },
    { contentBlockStart: { contentBlockIndex: 0, start: { image: { format: 'png' } } } },
    { contentBlockDelta: { contentBlockIndex: 0, delta: { image: { source: {} } } } },
    { contentBlockStop: { contentBlockIndex: 0 } },
    {
      contentBlockStart: {
        contentBlockIndex: 1,
        start: { toolUse: { toolUseId: 'a', name: 'nova_grounding', type: 'server_tool_use' } },
      },
    },
    { contentBlockStop: { contentBlockIndex: 1 } },
    { messageStop: { stopReason: 'malformed_tool_use' } },
    { metadata: { usage: {}, metrics: {} } },
  ] as unknown as ConverseStreamOutput[]

  const shared = {
    toolNames: new Map(),
    structuredOutputTool: undefined,
    suppressToolCalls: false,
    nonStreaming: false,
  }
  const chat = { ...shared, legacyFunctions: false, includeUsage: false, thinkTags: false }
  const responses = { ...shared, customTools: new Set<string>(), echo: {} }
  const messages = { ...shared, thinking: false }
  const context = contextOf(NOVA)

  it.each([
    [
      'chat',
      ['content', 'tools', 'finish_reason'],
      toChatCompletion(answer, chat, context),
      createChatCompletionStream(chat, context),
    ],
    [
      'responses',
      ['output', 'tools', 'status'],
      toResponse(answer, responses, context),
      createResponseStream(responses, context),
    ],
    [
      'messages',
      ['content', 'tools', 'stop_reason'],
      toMessage(answer, messages, context),
      createMessageStream(messages, context),
    ],
  ] as const)('%s', (_protocol, fields, whole, stream) => {
    const codes = ['unsupported_content_block', 'server_tool_use', 'unusual_stop_reason']
    const expected = codes.map((code, index) => `${code} ${fields[index]}`)
    expect(whole.warnings.map(({ code, field }) => `${code} ${field}`)).toEqual(expected)
    for (const event of events) stream.push(event)
    stream.end()
    expect(stream.warnings?.().map(({ code, field }) => `${code} ${field}`)).toEqual(expected)
  })
})
