import { describe, expect, test } from 'vitest'

import { eventProgress } from './event-progress.ts'

const chunk = (delta: object, more: object = {}) => ({
  choices: [{ index: 0, delta, finish_reason: null }],
  ...more,
})

describe('eventProgress', () => {
  test.for<[string, unknown, string]>([
    ['none', { type: 'ping' }, 'a ping'],
    ['none', { type: 'keepalive', sequence_number: 1 }, 'a keepalive'],
    ['none', chunk({}), 'an empty delta'],
    ['none', chunk({ content: '' }), 'an empty text'],
    ['none', { choices: [] }, 'no choices'],
    ['start', chunk({ role: 'assistant', content: '' }), 'a role'],
    [
      'start',
      chunk({ role: 'assistant', content: null, tool_calls: [], audio: {} }),
      'a role with empty members',
    ],
    ['start', { type: 'response.created', response: {} }, 'a response'],
    ['start', { type: 'response.output_item.added', item: { type: 'reasoning', summary: [] } }, 'reasoning'],
    ['start', { type: 'response.output_text.delta', delta: '' }, 'an empty text of the Responses API'],
    ['start', { type: 'message_start', message: {} }, 'a message'],
    ['start', { type: 'content_block_start', content_block: { type: 'thinking', thinking: '' } }, 'a block'],
    [
      'start',
      { type: 'content_block_delta', delta: { type: 'text_delta', text: '' } },
      'an empty text of a block',
    ],
    ['content', chunk({ content: 'a' }), 'a text'],
    ['content', chunk({ reasoning: 'a' }), 'reasoning text'],
    ['content', chunk({ tool_calls: [{ index: 0 }] }), 'a tool call'],
    ['content', { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, 'an end'],
    ['content', { choices: [{ index: 0, text: 'a', finish_reason: null }] }, 'a completion'],
    ['content', { choices: [], usage: { total_tokens: 1 } }, 'usage'],
    ['content', { error: { message: 'no' } }, 'a failure'],
    ['content', chunk({}, { error: { message: 'no' } }), 'a failure beside choices'],
    ['content', { type: 'response.output_item.added', item: { type: 'function_call', name: 'f' } }, 'a call'],
    ['content', { type: 'content_block_start', content_block: { type: 'tool_use', name: 'f' } }, 'a tool'],
    [
      'content',
      { type: 'content_block_start', content_block: { type: 'text', text: 'a' } },
      'a block with text',
    ],
    ['content', { type: 'response.completed' }, 'an end of the Responses API'],
    ['content', { anything: 'else' }, 'an unknown event'],
    ['content', 1, 'a number'],
  ])('%s: %j (%s)', ([expected, event]) => {
    expect(eventProgress(JSON.stringify(event))).toBe(expected)
  })

  test('texts that are no JSON', () => {
    expect(['', ' ', '[DONE]', '{"cho'].map(eventProgress)).toEqual(['none', 'none', 'content', 'content'])
  })
})
