import type { ContentBlock, ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import {
  array,
  assert,
  constantFrom,
  dictionary,
  integer,
  oneof,
  property,
  record,
  string,
  stringMatching,
  uint8Array,
} from 'fast-check'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import type { TranslationContext } from '../../context.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { toChatCompletionChunks } from '../completion-chunks.ts'
import { toConverseResponse } from './converse-response.ts'
import { createConverseStream } from './converse-stream.ts'
import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import type { ResponseContext } from '../response-context.ts'
import { toChatCompletion } from '../to-converse/response.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'chatcmpl-1',
  created: 1,
  options: { strictOpenAICompliance: false, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const RESPONSE_CONTEXT: ResponseContext = {
  toolNames: new Map(),
  structuredOutputTool: undefined,
  legacyFunctions: false,
  suppressToolCalls: false,
  includeUsage: true,
  thinkTags: false,
  nonStreaming: false,
}

const reasoning = oneof(
  record({ text: string({ minLength: 1 }), signature: string({ minLength: 1 }) }).map(
    (reasoningText): ContentBlock => ({ reasoningContent: { reasoningText } }),
  ),
  uint8Array({ minLength: 1, maxLength: 9 }).map((redactedContent): ContentBlock => ({
    reasoningContent: { redactedContent },
  })),
)
const text = string({ minLength: 1 }).map((value): ContentBlock => ({ text: value }))
const toolUse = record({
  toolUseId: stringMatching(/^[a-z0-9]{1,8}$/),
  name: constantFrom('f', 'g'),
  input: dictionary(string({ maxLength: 4 }), integer()),
}).map((value): ContentBlock => ({ toolUse: value }))

/** Answers in the order that OpenAI's shape can express: reasoning, one text, tool uses. */
const answer = record({
  content: record({
    reasoning: array(reasoning, { maxLength: 3 }),
    text: array(text, { maxLength: 1 }),
    calls: array(toolUse, { maxLength: 3 }),
  }).map((parts) => [...parts.reasoning, ...parts.text, ...parts.calls]),
  stopReason: constantFrom<NonNullable<ConverseResponse['stopReason']>>(
    'end_turn',
    'tool_use',
    'max_tokens',
    'content_filtered',
  ),
}).map(({ content, stopReason }): ConverseResponse => ({
  output: { message: { role: 'assistant', content } },
  // Bedrock never ends a turn with a call in it.
  stopReason: stopReason === 'end_turn' && content.some((block) => block.toolUse) ? 'tool_use' : stopReason,
  usage: { inputTokens: 3, outputTokens: 4, totalTokens: 9, cacheReadInputTokens: 2 },
  metrics: { latencyMs: 5 },
}))

/** Puts events together again; fails when a block is used before its begin or after its end. */
function accumulate(events: readonly ConverseStreamOutput[]): unknown {
  const blocks = new Map<
    number,
    { text: string; thinking: string; signature: string; data?: Uint8Array; call?: object; input: string }
  >()
  const closed = new Set<number>()
  const blockOf = (index = -1) => {
    expect(closed).not.toContain(index)
    const block = blocks.get(index) ?? { text: '', thinking: '', signature: '', input: '' }
    blocks.set(index, block)
    return block
  }
  for (const event of events) {
    const { contentBlockStart: begin, contentBlockDelta: piece, contentBlockStop: stop } = event
    if (begin?.start?.toolUse) blockOf(begin.contentBlockIndex).call = begin.start.toolUse
    if (piece?.delta) {
      const block = blockOf(piece.contentBlockIndex)
      block.text += piece.delta.text ?? ''
      block.input += piece.delta.toolUse?.input ?? ''
      block.thinking += piece.delta.reasoningContent?.text ?? ''
      block.signature += piece.delta.reasoningContent?.signature ?? ''
      if (piece.delta.reasoningContent?.redactedContent)
        block.data = piece.delta.reasoningContent.redactedContent
    }
    if (stop) closed.add(stop.contentBlockIndex ?? -1)
  }
  expect(closed).toEqual(new Set(blocks.keys()))
  return [...blocks.entries()].map(([, block]) => {
    if (block.call) return { toolUse: { ...block.call, input: JSON.parse(block.input || '{}') as unknown } }
    if (block.data) return { reasoningContent: { redactedContent: block.data } }
    if (block.thinking === '') return { text: block.text }
    return { reasoningContent: { reasoningText: { text: block.thinking, signature: block.signature } } }
  })
}

function stream(chunks: readonly unknown[]): ConverseStreamOutput[] {
  const translator = createConverseStream({ latencyMs: 5 })
  return [...chunks.flatMap((chunk) => translator.push(chunk as ChatCompletionChunk)), ...translator.end()]
}

const chunk = (delta: object, finish_reason: string | null = null): object => ({
  choices: [{ index: 0, delta, finish_reason }],
})

describe('toConverseResponse', () => {
  it('turns every answer back into what it was', () => {
    assert(
      property(answer, (given) => {
        const { value } = toChatCompletion(given, RESPONSE_CONTEXT, CONTEXT)
        expect(toConverseResponse(value, { latencyMs: 5 })).toEqual({ value: given, warnings: [] })
      }),
    )
  })

  it('makes an answer of any message of a backend', () => {
    for (const completion of [
      { choices: [{ message: {} }] },
      { choices: [{ message: { content: 5 } }] },
      { choices: [{ message: { content: null } }] },
    ]) {
      expect(toConverseResponse(completion as unknown as ChatCompletion).value).toMatchObject({
        output: { message: { role: 'assistant', content: [] } },
        stopReason: 'end_turn',
      })
    }
  })

  it.each([{}, { message: null }, { message: 1 }, { message: 'hi', finish_reason: 'stop' }])(
    'takes no success without a message for an answer: %j',
    (choice) => {
      expect(() => toConverseResponse({ choices: [choice] } as unknown as ChatCompletion)).toThrow(
        expect.objectContaining({ status: 502, code: 'empty_answer' }) as Error,
      )
    },
  )

  it.each([
    ['content_filter', 'content_filtered'],
    ['length', 'max_tokens'],
  ])('makes an answer of what %s left nothing of', (finish_reason, stopReason) => {
    const completion = { choices: [{ message: null, finish_reason }] } as unknown as ChatCompletion
    expect(toConverseResponse(completion).value).toMatchObject({ stopReason })
  })

  it('leaves out a call without a name, with a warning', () => {
    const good = { id: 'b', type: 'function', function: { name: 'f', arguments: '{}' } }
    const tool_calls = [{ id: 'a', type: 'function', function: { arguments: '{"x":1}' } }, good]
    const message = { role: 'assistant', content: null, tool_calls }
    const completion = { choices: [{ message, finish_reason: 'tool_calls' }] } as unknown as ChatCompletion
    const { value, warnings } = toConverseResponse(completion)
    expect(value).toMatchObject({ stopReason: 'malformed_tool_use' })
    expect(value.output?.message?.content).toEqual([{ toolUse: { toolUseId: 'b', name: 'f', input: {} } }])
    expect(warnings).toMatchObject([{ code: 'malformed_tool_use', message: 'The call "a" has no name.' }])
  })

  it.each([{}, { choices: [] }, { choices: null }, { choices: 'none' }, { choices: [null] }])(
    'takes no success without a choice for an answer: %j',
    (completion) => {
      expect(() => toConverseResponse(completion as unknown as ChatCompletion)).toThrow(
        expect.objectContaining({ status: 502, code: 'empty_answer' }) as Error,
      )
    },
  )

  it('reports arguments that are no object, and reads reasoning under its other name', () => {
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":' } }
    const message = { role: 'assistant', content: null, reasoning: 'Hm.', tool_calls: [call] }
    const completion = { choices: [{ message, finish_reason: 'tool_calls' }] } as unknown as ChatCompletion
    const { value, warnings } = toConverseResponse(completion)
    expect(value).toMatchObject({
      stopReason: 'malformed_tool_use',
      output: {
        message: { content: [{ reasoningContent: {} }, { toolUse: { toolUseId: 'a', input: {} } }] },
      },
    })
    expect(warnings).toHaveLength(1)
  })
})

describe('createConverseStream', () => {
  it('adds up to the answer it came from', () => {
    assert(
      property(answer, (given) => {
        const { value } = toChatCompletion(given, RESPONSE_CONTEXT, CONTEXT)
        const events = stream(toDetailedChunks(value))
        expect(events[0]).toEqual({ messageStart: { role: 'assistant' } })
        expect(accumulate(events)).toEqual(given.output?.message?.content)
        expect(events.at(-2)).toEqual({ messageStop: { stopReason: given.stopReason } })
        expect(events.at(-1)).toEqual({ metadata: { usage: given.usage, metrics: { latencyMs: 5 } } })
      }),
    )
  })

  it('keeps interleaved calls apart, and waits for a name', () => {
    const call = (index: number, part: object): object => chunk({ tool_calls: [{ index, ...part }] })
    const events = stream([
      chunk({ role: 'assistant', content: '' }),
      call(0, { id: 'a', function: { arguments: '{"x"' } }),
      call(0, { function: { name: 'f' } }),
      call(1, { id: 'b', function: { name: 'g', arguments: '{' } }),
      call(0, { function: { arguments: ':1}' } }),
      call(1, { function: { arguments: '}' } }),
      chunk({}, 'tool_calls'),
      { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } },
    ])
    expect(accumulate(events)).toEqual([
      { toolUse: { toolUseId: 'a', name: 'f', input: { x: 1 } } },
      { toolUse: { toolUseId: 'b', name: 'g', input: {} } },
    ])
    expect(events.at(-1)).toMatchObject({ metadata: { usage: { inputTokens: 1, totalTokens: 2 } } })
  })

  it('ends a call before the next one begins, where its arguments are whole', () => {
    const call = (index: number, part: object): object => chunk({ tool_calls: [{ index, ...part }] })
    const events = stream([
      call(0, { id: 'a', function: { name: 'f', arguments: '' } }),
      call(0, { function: { arguments: '{"x":{}' } }),
      call(0, { function: { arguments: '}' } }),
      call(1, { id: 'b', function: { name: 'g', arguments: '{"y":{}' } }),
      call(2, { id: 'c', function: { name: 'h', arguments: '{}' } }),
      call(1, { function: { arguments: '}' } }),
      chunk({ reasoning: 'Hm.' }),
      chunk({}, 'tool_calls'),
    ])
    const marks = events.flatMap(({ contentBlockStart: start, contentBlockStop: stop }) => [
      ...(start ? [`start ${start.contentBlockIndex}`] : []),
      ...(stop ? [`stop ${stop.contentBlockIndex}`] : []),
    ])
    expect(marks).toEqual(['start 0', 'stop 0', 'start 1', 'start 2', 'stop 1', 'stop 2', 'stop 3'])
    expect(
      events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta?.reasoningContent ?? []),
    ).toEqual([{ text: 'Hm.' }])
  })

  it('keeps calls apart that a backend gives one index, and ends with them', () => {
    const call = (id: string, name: string): object =>
      chunk({ tool_calls: [{ index: 0, id, function: { name, arguments: '{}' } }] })
    const events = stream([call('a', 'f'), call('b', 'g'), chunk({}, 'stop')])
    expect(accumulate(events)).toEqual([
      { toolUse: { toolUseId: 'a', name: 'f', input: {} } },
      { toolUse: { toolUseId: 'b', name: 'g', input: {} } },
    ])
    expect(events.at(-2)).toEqual({ messageStop: { stopReason: 'tool_use' } })
  })

  it('reads thinking and text from a list of parts', () => {
    const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }
    const content = [thinking, { type: 'text', text: 'Yes.' }]
    const message = { role: 'assistant', content }
    const whole = toConverseResponse({
      choices: [{ message, finish_reason: 'stop' }],
    } as unknown as ChatCompletion)
    const expected = [{ reasoningContent: { reasoningText: { text: 'Hm.' } } }, { text: 'Yes.' }]
    expect(whole.value.output?.message?.content).toEqual(expected)
    const events = stream([chunk({ content: [thinking] }), chunk({ content: 'Yes.' }), chunk({}, 'stop')])
    expect(events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta ?? [])).toEqual([
      { reasoningContent: { text: 'Hm.' } },
      { text: 'Yes.' },
    ])
  })

  it('reads messages in place of deltas', () => {
    const part = (message: object, finish_reason: string | null = null): object => ({
      choices: [{ index: 0, message, finish_reason }],
    })
    const texts = (chunks: object[]) =>
      stream(chunks).flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? [])
    expect(texts([part({ content: 'Yes' }), part({ content: '.' }), part({}, 'stop')])).toEqual(['Yes', '.'])
    expect(texts([chunk({ role: 'assistant', content: '' }), part({ content: 'Yes.' }, 'stop')])).toEqual([
      'Yes.',
    ])
    // The whole again, behind its deltas.
    expect(texts([chunk({ content: 'Yes' }), part({ content: 'Yes' }, 'stop')])).toEqual(['Yes'])
  })

  it('says that a call without a name is malformed', () => {
    const nameless = chunk({ tool_calls: [{ index: 0, id: 'a', function: { arguments: '{}' } }] })
    const ending = (reason: string) => stream([nameless, chunk({}, reason)]).at(-2)
    expect(ending('tool_calls')).toEqual({ messageStop: { stopReason: 'malformed_tool_use' } })
    expect(ending('length')).toEqual({ messageStop: { stopReason: 'max_tokens' } })
  })

  it('fails when the backend stops in the middle', () => {
    expect(() => stream([chunk({ content: 'Hel' })])).toThrow(
      expect.objectContaining({ code: 'stream_truncated' }),
    )
  })
})

/** As `toChatCompletionChunks`, each reasoning block with its own text before its signature. */
function toDetailedChunks(completion: ChatCompletion): unknown[] {
  return toChatCompletionChunks(completion, { includeUsage: true }).flatMap((one): unknown[] => {
    const delta = one.choices[0]?.delta
    if (delta?.reasoning_content) return []
    if (!delta?.content_blocks || one.choices[0]?.finish_reason) return [one]
    return delta.content_blocks.map((part) => {
      const { thinking } = part.delta
      return chunk({ content_blocks: [part], ...(thinking ? { reasoning_content: thinking } : {}) })
    })
  })
}
