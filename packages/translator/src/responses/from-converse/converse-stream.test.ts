import { describe, expect, it } from 'vitest'

import { fromCarryingSignature } from '../../converse/carried-reasoning.ts'
import { TranslationError } from '../../translation-error.ts'
import { toConverseFromResponse } from './converse-response.ts'
import { createConverseStreamFromResponses } from './converse-stream.ts'

const CREATED = { type: 'response.created', response: { status: 'in_progress', model: 'gpt-5.5' } }
const COMPLETED = {
  type: 'response.completed',
  response: { status: 'completed', usage: { input_tokens: 9, output_tokens: 4 } },
}

function read(...events: object[]) {
  const stream = createConverseStreamFromResponses({ family: 'gpt' })
  return [...events.flatMap((event) => stream.push(event)), ...stream.end()]
}

describe('a stream', () => {
  it('keeps calls that are written side by side apart', () => {
    const call = (index: number) => ({ type: 'function_call', call_id: `c${index}`, name: 'look_up' })
    const delta = (output_index: number, text: string) => ({
      type: 'response.function_call_arguments.delta',
      output_index,
      delta: text,
    })
    const events = read(
      CREATED,
      { type: 'response.output_item.added', output_index: 0, item: call(0) },
      { type: 'response.output_item.added', output_index: 1, item: call(1) },
      delta(0, '{"a"'),
      delta(1, '{"b":2}'),
      delta(0, ':1}'),
      { type: 'response.output_item.done', output_index: 1, item: call(1) },
      { type: 'response.output_item.done', output_index: 0, item: call(0) },
      COMPLETED,
    )
    const inputs = ['', '']
    for (const { contentBlockDelta: piece } of events) {
      const index = piece?.contentBlockIndex ?? 0
      inputs[index] = (inputs[index] ?? '') + (piece?.delta?.toolUse?.input ?? '')
    }
    expect(inputs).toEqual(['{"a":1}', '{"b":2}'])
    expect(events.find(({ messageStop }) => messageStop)).toEqual({ messageStop: { stopReason: 'tool_use' } })
  })

  it('shows what an item says only when it is done', () => {
    const events = read(
      CREATED,
      {
        type: 'response.output_item.done',
        output_index: 0,
        item: { type: 'message', content: [{ type: 'output_text', text: 'Hello.' }] },
      },
      {
        type: 'response.output_item.done',
        output_index: 1,
        item: { type: 'function_call', call_id: 'c', name: 'look_up', arguments: '{"a":1}' },
      },
      COMPLETED,
    )
    expect(events).toContainEqual({ contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Hello.' } } })
    expect(events).toContainEqual({
      contentBlockDelta: { contentBlockIndex: 1, delta: { toolUse: { input: '{"a":1}' } } },
    })
  })

  it('shows the parts of a summary as paragraphs, and what was encrypted as its signature', () => {
    const part = (summary_index: number) => ({
      type: 'response.reasoning_summary_part.added',
      output_index: 0,
      summary_index,
    })
    const delta = (text: string) => ({
      type: 'response.reasoning_summary_text.delta',
      output_index: 0,
      delta: text,
    })
    const events = read(
      CREATED,
      part(0),
      delta('First.'),
      part(1),
      delta('Second.'),
      {
        type: 'response.output_item.done',
        output_index: 0,
        item: { type: 'reasoning', id: 'rs_1', encrypted_content: 'AbC=' },
      },
      COMPLETED,
    )
    const reasoning = events.flatMap(
      ({ contentBlockDelta }) => contentBlockDelta?.delta?.reasoningContent ?? [],
    )
    expect(reasoning.map(({ text }) => text ?? '').join('')).toBe('First.\n\nSecond.')
    expect(fromCarryingSignature(reasoning.at(-1)?.signature ?? '')).toEqual({
      family: 'gpt',
      id: 'rs_1',
      encryptedContent: 'AbC=',
    })
  })

  it.each([
    ['an error event', { type: 'error', code: 'rate_limit_exceeded', message: 'Slow down.' }, 429],
    [
      'a response that failed',
      {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'server_error', message: 'Slow down.' } },
      },
      500,
    ],
    ['an error in place of an event', { error: { message: 'Slow down.', status: 503 } }, 503],
    [
      'an event that holds one',
      { type: 'error', error: { code: 'invalid_image', message: 'Slow down.' } },
      400,
    ],
  ])('fails with the status of %s', (_name, event, status) => {
    const stream = createConverseStreamFromResponses()
    stream.push(CREATED)
    const fail = () => stream.push(event)
    expect(fail).toThrow(TranslationError)
    expect(fail).toThrow(expect.objectContaining({ status, message: 'Slow down.' }))
  })

  it('that no event ends is cut short', () => {
    const stream = createConverseStreamFromResponses()
    stream.push(CREATED)
    expect(() => stream.end()).toThrow(expect.objectContaining({ status: 502, code: 'stream_truncated' }))
  })

  it.each([
    ['max_output_tokens', 'max_tokens'],
    ['content_filter', 'content_filtered'],
  ])('that is incomplete for %s ends with %s', (reason, stopReason) => {
    const response = { status: 'incomplete', incomplete_details: { reason } }
    expect(read(CREATED, { type: 'response.incomplete', response })).toContainEqual({
      messageStop: { stopReason },
    })
  })
})

describe('a whole answer', () => {
  it('that is not finished, or none, is refused with 502', () => {
    for (const answer of [null, 'text', {}, { output: 'none' }, { status: 'queued', output: [] }])
      expect(() => toConverseFromResponse(answer)).toThrow(expect.objectContaining({ status: 502 }))
  })

  it('whose items are of any shape is read as far as it can be', () => {
    const output = [
      null,
      7,
      { type: 'message', content: 'x' },
      { type: 'reasoning', summary: [null] },
      { type: 'function_call' },
    ]
    const { value, warnings } = toConverseFromResponse({ status: 'completed', output })
    expect(value).toMatchObject({ output: { message: { content: [] } }, stopReason: 'malformed_tool_use' })
    expect(warnings).toMatchObject([{ code: 'malformed_tool_use' }])
  })

  it('shows a refusal as text and leaves out what the service ran itself', () => {
    const { value, warnings } = toConverseFromResponse({
      status: 'completed',
      output: [
        { type: 'web_search_call', id: 'ws_1' },
        { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] },
      ],
    })
    expect(value.output?.message?.content).toEqual([{ text: 'No.' }])
    expect(warnings).toMatchObject([{ code: 'server_tool_use', field: 'output' }])
  })
})
