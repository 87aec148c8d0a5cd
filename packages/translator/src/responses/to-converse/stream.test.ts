import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, it } from 'vitest'

import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import type { TranslationContext } from '../../context.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import type { ResponsesContext } from '../response-context.ts'
import { createResponseStream } from './stream.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'resp_1',
  created: 1,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const RESPONSE_CONTEXT: ResponsesContext = {
  toolNames: new Map([['a_b', 'a.b']]),
  structuredOutputTool: undefined,
  suppressToolCalls: false,
  nonStreaming: false,
  customTools: new Set(),
  echo: {},
}

const text = (contentBlockIndex: number, piece: string) =>
  ({ contentBlockDelta: { contentBlockIndex, delta: { text: piece } } }) as ConverseStreamOutput
const call = (contentBlockIndex: number, toolUseId: string, name = 'a_b') =>
  ({
    contentBlockStart: { contentBlockIndex, start: { toolUse: { toolUseId, name } } },
  }) as ConverseStreamOutput
const input = (contentBlockIndex: number, json: string) =>
  ({ contentBlockDelta: { contentBlockIndex, delta: { toolUse: { input: json } } } }) as ConverseStreamOutput
const stop = (contentBlockIndex: number) =>
  ({ contentBlockStop: { contentBlockIndex } }) as ConverseStreamOutput
const end = (stopReason: string) => ({ messageStop: { stopReason } }) as ConverseStreamOutput
const METADATA = { metadata: { usage: { inputTokens: 1, outputTokens: 2 } } } as ConverseStreamOutput

function run(events: readonly ConverseStreamOutput[], responseContext: Partial<ResponsesContext> = {}) {
  const stream = createResponseStream({ ...RESPONSE_CONTEXT, ...responseContext }, CONTEXT)
  const made = [...events.flatMap((event) => stream.push(event)), ...stream.end()]
  const last = made.at(-1)
  const response = last !== undefined && 'response' in last ? last.response : undefined
  return { types: made.map(({ type }) => type.replace('response.', '')), response, stream }
}

describe('a stream of a response', () => {
  it('begins with the first event, whichever it is, and ends once', () => {
    const { types } = run([text(0, 'Hi'), end('end_turn'), METADATA])
    expect(types.slice(0, 4)).toEqual(['created', 'in_progress', 'output_item.added', 'content_part.added'])
    expect(types.filter((type) => type === 'completed')).toHaveLength(1)
  })

  it('hands a delta on as soon as it comes', () => {
    const stream = createResponseStream(RESPONSE_CONTEXT, CONTEXT)
    stream.push({ messageStart: { role: 'assistant' } })
    stream.push(text(0, 'a'))
    expect(stream.push(text(0, 'b'))).toMatchObject([{ type: 'response.output_text.delta', delta: 'b' }])
  })

  it('ends without metadata, its usage all zero', () => {
    const { response } = run([text(0, 'Hi'), stop(0), end('end_turn')])
    expect(response?.usage).toMatchObject({ input_tokens: 0, total_tokens: 0 })
  })

  it('is truncated without messageStop', () => {
    const stream = createResponseStream(RESPONSE_CONTEXT, CONTEXT)
    stream.push(text(0, 'Hi'))
    expect(() => stream.end()).toThrow(expect.objectContaining({ status: 502, code: 'stream_truncated' }))
  })

  it('keeps interleaved calls apart, under the names of the caller', () => {
    const { response } = run([
      call(0, 't1'),
      call(1, 't2'),
      input(0, '{"a"'),
      input(1, '{"b":2}'),
      input(0, ':1}'),
      stop(1),
      stop(0),
      end('tool_use'),
      METADATA,
    ])
    expect(response?.output).toMatchObject([
      { call_id: 't1', name: 'a.b', arguments: '{"a":1}', status: 'completed' },
      { call_id: 't2', name: 'a.b', arguments: '{"b":2}', status: 'completed' },
    ])
  })

  it('leaves only the last item incomplete', () => {
    const { response, types } = run([
      text(0, 'Hm.'),
      stop(0),
      call(1, 't1'),
      input(1, '{"a'),
      stop(1),
      end('max_tokens'),
      METADATA,
    ])
    expect(types.at(-1)).toBe('incomplete')
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'completed' }, { arguments: '{"a', status: 'incomplete' }],
    })
  })

  it('answers by the arguments of the tool that stands in, without the text beside it', () => {
    const { response } = run(
      [
        text(0, 'Here:'),
        stop(0),
        call(1, 't1', 'structured_output'),
        input(1, '{"a":1}'),
        stop(1),
        end('tool_use'),
      ],
      { structuredOutputTool: 'structured_output' },
    )
    expect(response?.output).toMatchObject([{ type: 'message', content: [{ text: '{"a":1}' }] }])
    expect(response?.status).toBe('completed')
  })

  it('answers {} where that tool was called without arguments', () => {
    const { response } = run([call(0, 't1', 'structured_output'), stop(0), end('tool_use')], {
      structuredOutputTool: 'structured_output',
    })
    expect(response?.output).toMatchObject([{ content: [{ text: '{}' }] }])
  })

  it('reports calls that were not to be made, and reasons that say more', () => {
    const { response, stream } = run([call(0, 't1'), input(0, '{}'), stop(0), end('malformed_tool_use')], {
      suppressToolCalls: true,
    })
    expect(response?.output).toEqual([])
    expect(response?.native_finish_reason).toBe('malformed_tool_use')
    expect(stream.warnings?.().map(({ code, field }) => `${code} ${field}`)).toEqual([
      'tool_call_suppressed tool_choice',
      'unusual_stop_reason status',
    ])
  })
})
