import { describe, expect, it } from 'vitest'
import { hookEvent } from '../../test-support/hook-event.ts'
import { contentAttributes } from './content.ts'

/** The attributes of a request and its answer, parsed. */
function contentOf(operation: string, requestBody: unknown, responseBody: unknown): Record<string, unknown> {
  const attributes = contentAttributes(hookEvent({ operation, requestBody, responseBody }))
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, JSON.parse(String(value)) as unknown]),
  )
}

const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } } }
const TOOL = { type: 'function', name: 'weather', description: 'Tells it', parameters: PARAMETERS }
const CALL = { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Paris' } }
const RESULT = { type: 'tool_call_response', id: 'call_1', response: 'rain' }
const PICTURE = { type: 'blob', modality: 'image', mime_type: 'image/png', content: '' }

/** The same conversation in each API, and the same answer. */
const EXPECTED = {
  'gen_ai.input.messages': [
    { role: 'user', parts: [{ type: 'text', content: 'Look' }, PICTURE] },
    { role: 'assistant', parts: [CALL] },
    { role: 'tool', parts: [RESULT] },
  ],
  'gen_ai.tool.definitions': [TOOL],
  'gen_ai.output.messages': [
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'It rains.' },
        { type: 'text', content: 'Take it' },
        { ...CALL, id: 'call_2' },
      ],
      finish_reason: 'tool_calls',
    },
  ],
}

describe('Chat Completions', () => {
  const call = (id: string) => ({
    id,
    type: 'function',
    function: { name: 'weather', arguments: '{"city":"Paris"}' },
  })
  const request = {
    model: 'gpt-4o',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [call('call_1')] },
      { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
    ],
    tools: [
      { type: 'function', function: { name: 'weather', description: 'Tells it', parameters: PARAMETERS } },
    ],
  }
  const message = {
    role: 'assistant',
    reasoning_content: 'It rains.',
    content: 'Take it',
    tool_calls: [call('call_2')],
  }

  it('of a whole answer', () => {
    const answer = { choices: [{ index: 0, message, finish_reason: 'tool_calls' }] }
    expect(contentOf('chat', request, answer)).toEqual(EXPECTED)
  })

  it('of a stream', () => {
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      choices: [{ index: 0, delta, finish_reason }],
    })
    const tool = (members: object, given: string) =>
      chunk({ tool_calls: [{ index: 0, ...members, function: { ...members, arguments: given } }] })
    const events = [
      chunk({ role: 'assistant', reasoning_content: 'It ' }),
      chunk({ reasoning_content: 'rains.' }),
      chunk({ content: 'Take' }),
      chunk({ content: ' it' }),
      {
        choices: [
          {
            index: 0,
            delta: {
              tool_calls: [
                { index: 0, id: 'call_2', type: 'function', function: { name: 'weather', arguments: '' } },
              ],
            },
          },
        ],
      },
      tool({}, '{"city":'),
      tool({}, '"Paris"}'),
      chunk({}, 'tool_calls'),
      { choices: [], usage: { prompt_tokens: 1 } },
    ]
    expect(contentOf('chat', request, events)).toEqual(EXPECTED)
  })

  it('keeps system messages within the conversation, and ends a cut stream with `error`', () => {
    const messages = [{ role: 'system', content: 'Be brief' }]
    expect(contentOf('chat', { messages }, [{ choices: [{ index: 0, delta: { content: 'Y' } }] }])).toEqual({
      'gen_ai.input.messages': [{ role: 'system', parts: [{ type: 'text', content: 'Be brief' }] }],
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'text', content: 'Y' }], finish_reason: 'error' },
      ],
    })
  })
})

describe('Messages', () => {
  const use = (id: string) => ({ type: 'tool_use', id, name: 'weather', input: { city: 'Paris' } })
  const request = {
    system: 'Be brief',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
        ],
      },
      { role: 'assistant', content: [use('call_1')] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: 'rain' }] },
    ],
    tools: [{ name: 'weather', description: 'Tells it', input_schema: PARAMETERS }],
  }
  const expected = {
    ...EXPECTED,
    'gen_ai.system_instructions': [{ type: 'text', content: 'Be brief' }],
    'gen_ai.input.messages': EXPECTED['gen_ai.input.messages'].map((message) =>
      message.role === 'tool' ? { ...message, role: 'user' } : message,
    ),
    'gen_ai.output.messages': [{ ...EXPECTED['gen_ai.output.messages'][0], finish_reason: 'tool_use' }],
  }

  it('of a whole answer', () => {
    const content = [
      { type: 'thinking', thinking: 'It rains.' },
      { type: 'text', text: 'Take it' },
      use('call_2'),
    ]
    expect(contentOf('messages', request, { content, stop_reason: 'tool_use' })).toEqual(expected)
  })

  it('of a stream', () => {
    const start = (index: number, content_block: object) => ({
      type: 'content_block_start',
      index,
      content_block,
    })
    const delta = (index: number, given: object) => ({ type: 'content_block_delta', index, delta: given })
    const events = [
      { type: 'message_start', message: { content: [] } },
      start(0, { type: 'thinking', thinking: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'It rains.' }),
      delta(0, { type: 'signature_delta', signature: 's' }),
      start(1, { type: 'text', text: '' }),
      delta(1, { type: 'text_delta', text: 'Take ' }),
      delta(1, { type: 'text_delta', text: 'it' }),
      start(2, { type: 'tool_use', id: 'call_2', name: 'weather', input: {} }),
      delta(2, { type: 'input_json_delta', partial_json: '{"city":' }),
      delta(2, { type: 'input_json_delta', partial_json: '"Paris"}' }),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: {} },
      { type: 'message_stop' },
    ]
    expect(contentOf('messages', request, events)).toEqual(expected)
  })
})

describe('Responses', () => {
  const request = {
    instructions: 'Be brief',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look' },
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
        ],
      },
      { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Paris"}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'rain' },
    ],
    tools: [{ type: 'function', name: 'weather', description: 'Tells it', parameters: PARAMETERS }],
  }
  const response = {
    status: 'completed',
    output: [
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'It rains.' }], encrypted_content: 'x' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Take it' }] },
      { type: 'function_call', call_id: 'call_2', name: 'weather', arguments: '{"city":"Paris"}' },
    ],
  }
  const expected = {
    ...EXPECTED,
    'gen_ai.system_instructions': [{ type: 'text', content: 'Be brief' }],
    'gen_ai.output.messages': [{ ...EXPECTED['gen_ai.output.messages'][0], finish_reason: 'stop' }],
  }

  it('of a whole answer', () => expect(contentOf('responses', request, response)).toEqual(expected))

  it('of a stream', () => {
    const events = [
      { type: 'response.created', response: {} },
      { type: 'response.completed', response },
    ]
    expect(contentOf('responses', request, events)).toEqual(expected)
  })

  it('of a text as input', () => {
    expect(contentOf('responses', { input: 'Hi' }, undefined)['gen_ai.input.messages']).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Hi' }] },
    ])
  })
})

describe('Converse', () => {
  const use = (toolUseId: string) => ({ toolUse: { toolUseId, name: 'weather', input: { city: 'Paris' } } })
  const request = {
    system: [{ text: 'Be brief' }, { cachePoint: { type: 'default' } }],
    messages: [
      {
        role: 'user',
        content: [{ text: 'Look' }, { image: { format: 'png', source: { bytes: new Uint8Array(3) } } }],
      },
      { role: 'assistant', content: [use('call_1')] },
      { role: 'user', content: [{ toolResult: { toolUseId: 'call_1', content: [{ json: 'rain' }] } }] },
    ],
    toolConfig: {
      tools: [{ toolSpec: { name: 'weather', description: 'Tells it', inputSchema: { json: PARAMETERS } } }],
    },
  }
  const expected = {
    ...EXPECTED,
    'gen_ai.system_instructions': [{ type: 'text', content: 'Be brief' }],
    'gen_ai.input.messages': EXPECTED['gen_ai.input.messages'].map((message) =>
      message.role === 'tool' ? { role: 'user', parts: [{ ...RESULT, response: ['rain'] }] } : message,
    ),
    'gen_ai.output.messages': [{ ...EXPECTED['gen_ai.output.messages'][0], finish_reason: 'tool_use' }],
  }

  it('of a whole answer', () => {
    const content = [
      { reasoningContent: { reasoningText: { text: 'It rains.' } } },
      { text: 'Take it' },
      use('call_2'),
    ]
    const answer = { output: { message: { role: 'assistant', content } }, stopReason: 'tool_use' }
    expect(contentOf('converse', request, answer)).toEqual(expected)
  })

  it('of a stream', () => {
    const delta = (contentBlockIndex: number, given: object) => ({
      contentBlockDelta: { contentBlockIndex, delta: given },
    })
    const events = [
      { messageStart: { role: 'assistant' } },
      delta(0, { reasoningContent: { text: 'It rains.' } }),
      delta(1, { text: 'Take ' }),
      delta(1, { text: 'it' }),
      {
        contentBlockStart: {
          contentBlockIndex: 2,
          start: { toolUse: { toolUseId: 'call_2', name: 'weather' } },
        },
      },
      delta(2, { toolUse: { input: '{"city":' } }),
      delta(2, { toolUse: { input: '"Paris"}' } }),
      { messageStop: { stopReason: 'tool_use' } },
      { metadata: { usage: {} } },
    ]
    expect(contentOf('converse', request, events)).toEqual(expected)
  })
})

describe('other bodies', () => {
  it('InvokeModel of Claude is read as Messages, of Nova as Converse, of others as their prompt', () => {
    const claude = { anthropic_version: 'bedrock-2023-05-31', messages: [{ role: 'user', content: 'Hi' }] }
    const nova = { schemaVersion: 'messages-v1', messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }
    const titan = { inputText: 'Hi' }
    for (const body of [claude, nova, titan])
      expect(contentOf('invoke_model', body, undefined)['gen_ai.input.messages']).toEqual([
        { role: 'user', parts: [{ type: 'text', content: 'Hi' }] },
      ])
  })

  it('a prompt and its completion', () => {
    const answer = { choices: [{ text: ' there', finish_reason: 'stop' }] }
    expect(contentOf('completions', { prompt: 'Hi' }, answer)).toEqual({
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }],
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'text', content: ' there' }], finish_reason: 'stop' },
      ],
    })
  })

  it.each([undefined, null, 'text', 7, [], {}, { messages: 'no list', tools: 3 }, { messages: [null, 1] }])(
    'whatever a body is, nothing throws: %j',
    (body) => {
      for (const operation of [
        'chat',
        'completions',
        'responses',
        'messages',
        'converse',
        'invoke_model',
        'files',
      ])
        expect(() => contentOf(operation, body, body)).not.toThrow()
    },
  )

  it('records nothing of embeddings', () => {
    expect(contentOf('embeddings', { input: 'Hi' }, { data: [] })).toEqual({})
  })
})
