import { describe, expect, it } from 'vitest'

import { failureOf, hasContent, isLastEvent, mayTell } from './event-kind.ts'

const chunk = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
})

describe('hasContent', () => {
  it.each([
    ['a text', chunk({ content: 'a' })],
    ['reasoning', chunk({ reasoning_content: 'a' })],
    ['a tool call', chunk({ tool_calls: [{ index: 0, function: { name: 'a' } }] })],
    ['a text with the end', chunk({ content: 'a' }, 'stop')],
    ['a completion’s text', { choices: [{ text: 'a' }] }],
    ['a delta of Responses', { type: 'response.output_text.delta', delta: 'a' }],
    ['a call of Responses', { type: 'response.output_item.added', item: { type: 'function_call' } }],
    ['a delta of Messages', { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }],
    ['a call of Messages', { type: 'content_block_start', content_block: { type: 'tool_use', name: 'a' } }],
    ['a delta of Converse', { contentBlockDelta: { delta: { text: 'a' } } }],
    ['a call of Converse', { contentBlockStart: { start: { toolUse: { name: 'a' } } } }],
  ])('sees it in %s', (_name, event) => {
    expect(hasContent(event)).toBe(true)
  })

  it.each([
    ['a role', chunk({ role: 'assistant', content: '' })],
    ['an end without content', chunk({}, 'stop')],
    ['usage', { choices: [], usage: { prompt_tokens: 1 } }],
    ['a failure', { error: { message: 'a' } }],
    ['a ping', { type: 'ping' }],
    ['an opening of Responses', { type: 'response.created', response: { status: 'in_progress' } }],
    [
      'a message of Responses',
      { type: 'response.output_item.added', item: { type: 'message', content: [] } },
    ],
    ['an end of Responses', { type: 'response.completed', response: { status: 'completed' } }],
    ['an opening of Messages', { type: 'message_start', message: { content: [] } }],
    [
      'an empty block of Messages',
      { type: 'content_block_start', content_block: { type: 'text', text: '' } },
    ],
    ['an end of Messages', { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: {} }],
    ['a role of Converse', { messageStart: { role: 'assistant' } }],
    ['an end of Converse', { messageStop: { stopReason: 'end_turn' } }],
    ['metadata of Converse', { metadata: { usage: { inputTokens: 1 } } }],
  ])('sees none in %s', (_name, event) => {
    expect(hasContent(event)).toBe(false)
  })
})

describe('mayTell', () => {
  it.each([
    [chunk({ content: 'a' }, 'stop'), true],
    [{ ...chunk({ content: 'a' }), usage: { prompt_tokens: 1 } }, true],
    [{ type: 'response.completed', response: {} }, true],
    [{ type: 'message_delta', delta: { stop_reason: 'end_turn' } }, true],
    [{ type: 'message_stop' }, true],
    [{ error: { message: 'a' } }, true],
    [{ type: 'error', message: 'a' }, true],
    [{ ...chunk({ content: 'a' }), usage: null }, false],
    [chunk({ content: '"usage": {"error": 1}' }), false],
    [{ type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }, false],
  ])('says of %j: %s', (event, expected) => {
    expect(mayTell(JSON.stringify(event))).toBe(expected)
    expect(mayTell(JSON.stringify(event, null, 1))).toBe(expected)
  })
})

describe('endings and failures', () => {
  it.each(['message_stop', 'response.completed', 'response.incomplete'])(
    'knows %s as the last event',
    (type) => {
      expect(isLastEvent({ type })).toBe(true)
    },
  )

  it.each([
    [{ error: { message: 'a' } }, { message: 'a' }],
    [{ error: 'a' }, 'a'],
    [{ type: 'error', error: { message: 'a' } }, { message: 'a' }],
    [
      { type: 'error', message: 'a' },
      { type: 'error', message: 'a' },
    ],
    [
      { object: 'error', message: 'a' },
      { object: 'error', message: 'a' },
    ],
    [{ type: 'response.failed', response: { error: { message: 'a' } } }, { message: 'a' }],
    [{ choices: [{ error: { message: 'a' } }] }, { message: 'a' }],
    [{ choices: [], error: null }, undefined],
  ])('finds the failure in %j', (event, failure) => {
    expect(failureOf(event)).toEqual(failure)
  })
})
