import type { ContentBlock, ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import fc from 'fast-check'
import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import type { TranslationContext, TranslationOptions } from '../../context.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { toChatCompletionChunks } from '../completion-chunks.ts'
import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import type { ContentBlockPart } from '../openai-types.ts'
import type { ResponseContext } from '../response-context.ts'
import { toChatCompletion } from './response.ts'
import { createChatCompletionStream } from './stream.ts'

const RESPONSE_CONTEXT: ResponseContext = {
  toolNames: new Map(),
  structuredOutputTool: undefined,
  legacyFunctions: false,
  suppressToolCalls: false,
  includeUsage: true,
  thinkTags: false,
  nonStreaming: false,
}

function contextWith(options: Partial<TranslationOptions> = {}): TranslationContext {
  return {
    model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
    id: 'chatcmpl-1',
    created: 1_700_000_000,
    options: {
      strictOpenAICompliance: true,
      thinkTags: false,
      reasoningRatios: DEFAULT_REASONING_RATIOS,
      ...options,
    },
  }
}

function stream(
  events: readonly unknown[],
  responseContext: Partial<ResponseContext> = {},
  options: Partial<TranslationOptions> = {},
): ChatCompletionChunk[] {
  const translator = createChatCompletionStream(
    { ...RESPONSE_CONTEXT, ...responseContext },
    contextWith(options),
  )
  return [...events.flatMap((event) => translator.push(event as ConverseStreamOutput)), ...translator.end()]
}

const START = { messageStart: { role: 'assistant' } }
const METADATA = {
  metadata: { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 }, metrics: { latencyMs: 5 } },
}
const stop = (stopReason: string): unknown => ({ messageStop: { stopReason } })
const text = (index: number, value: string): unknown => ({
  contentBlockDelta: { contentBlockIndex: index, delta: { text: value } },
})
const call = (index: number, id: string, name = 'f'): unknown => ({
  contentBlockStart: { contentBlockIndex: index, start: { toolUse: { toolUseId: id, name } } },
})
const input = (index: number, value: string): unknown => ({
  contentBlockDelta: { contentBlockIndex: index, delta: { toolUse: { input: value } } },
})
const close = (index: number): unknown => ({ contentBlockStop: { contentBlockIndex: index } })

/** Puts chunks together again the way a plain reader does. */
function accumulate(chunks: readonly ChatCompletionChunk[]) {
  let content = ''
  let reasoning = ''
  const calls: { id: string; name: string; arguments: string }[] = []
  const blocks: { [field: string]: string }[] = []
  let functionCall: { name: string; arguments: string } | undefined
  for (const { delta } of chunks.flatMap((chunk) => chunk.choices)) {
    content += delta.content ?? ''
    reasoning += delta.reasoning_content ?? ''
    for (const part of delta.tool_calls ?? []) {
      const target = (calls[part.index] ??= { id: '', name: '', arguments: '' })
      target.id += part.id ?? ''
      target.name += part.function?.name ?? ''
      target.arguments += part.function?.arguments ?? ''
    }
    for (const { index, delta: piece } of delta.content_blocks ?? []) {
      const target = (blocks[index] ??= {})
      for (const [field, value] of Object.entries(piece)) target[field] = (target[field] ?? '') + value
    }
    if (delta.function_call) {
      functionCall ??= { name: '', arguments: '' }
      functionCall.name += delta.function_call.name ?? ''
      functionCall.arguments += delta.function_call.arguments ?? ''
    }
  }
  return { content: content === '' ? null : content, reasoning, calls, blocks, functionCall }
}

/** https://platform.openai.com/docs/api-reference/chat-streaming, and what accumulators rely on. */
function expectChunkContract(chunks: readonly ChatCompletionChunk[], includeUsage: boolean): void {
  expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant')
  const frames = new Set(
    chunks.map(({ id, created, model, object }) => `${id} ${created} ${model} ${object}`),
  )
  expect(frames.size).toBe(1)
  const choices = chunks.flatMap((chunk) => chunk.choices)
  expect(choices.every(({ index }) => index === 0)).toBe(true)
  expect(choices.filter(({ finish_reason }) => finish_reason !== null)).toHaveLength(1)
  expect(choices.at(-1)?.finish_reason).not.toBeNull()
  let known = 0
  for (const part of choices.flatMap(({ delta }) => delta.tool_calls ?? [])) {
    if (part.index === known) {
      expect(part).toMatchObject({
        type: 'function',
        id: expect.any(String),
        function: { name: expect.any(String) },
      })
      known += 1
    } else expect(part.index).toBeLessThan(known)
  }
  const withUsage = chunks.filter(({ usage }) => usage)
  expect(withUsage).toHaveLength(includeUsage ? 1 : 0)
  if (includeUsage) expect(chunks.at(-1)).toMatchObject({ choices: [], usage: withUsage[0]?.usage })
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 9 })
const json = fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.string({ maxLength: 5 }), fc.integer()))
const block: fc.Arbitrary<ContentBlock> = fc.oneof(
  fc.string({ minLength: 1 }).map((value): ContentBlock => ({ text: value })),
  fc
    .record({
      toolUseId: fc.stringMatching(/^[a-z0-9]{1,8}$/),
      name: fc.constantFrom('f', 'g_1'),
      input: json,
    })
    .map((toolUse): ContentBlock => ({ toolUse })),
  fc
    .record({ text: fc.string({ minLength: 1 }), signature: fc.string({ minLength: 1 }) })
    .map((reasoningText): ContentBlock => ({ reasoningContent: { reasoningText } })),
  bytes.map((redactedContent): ContentBlock => ({ reasoningContent: { redactedContent } })),
)
const stopReason = fc.constantFrom<NonNullable<ConverseResponse['stopReason']>>(
  'end_turn',
  'tool_use',
  'max_tokens',
  'guardrail_intervened',
  'malformed_tool_use',
)
const reply = fc.record({ blocks: fc.array(block, { maxLength: 6 }), stopReason })

/** The events by which Bedrock would stream this reply; deltas of two characters. */
function toEvents(blocks: readonly ContentBlock[], reason: string): unknown[] {
  const pieces = (value: string): string[] => value.match(/[\s\S]{1,2}/g) ?? []
  const events = blocks.flatMap((content, index): unknown[] => {
    const delta = (part: unknown): unknown => ({
      contentBlockDelta: { contentBlockIndex: index, delta: part },
    })
    const reasoning = (part: unknown): unknown => delta({ reasoningContent: part })
    if (content.text !== undefined)
      return [...pieces(content.text).map((part) => text(index, part)), close(index)]
    if (content.toolUse) {
      const { toolUseId = '', name, input: value } = content.toolUse
      const whole = Object.keys(value as object).length === 0 ? '' : JSON.stringify(value)
      return [call(index, toolUseId, name), ...pieces(whole).map((part) => input(index, part)), close(index)]
    }
    const { reasoningText, redactedContent } = content.reasoningContent ?? {}
    if (redactedContent) {
      return [
        reasoning({ redactedContent: redactedContent.slice(0, 1) }),
        reasoning({ redactedContent: redactedContent.slice(1) }),
        close(index),
      ]
    }
    const thoughts = pieces(reasoningText?.text ?? '').map((part) => reasoning({ text: part }))
    return [...thoughts, reasoning({ signature: reasoningText?.signature }), close(index)]
  })
  return [START, ...events, stop(reason), METADATA]
}

/** The complete blocks on the finish chunk, as a whole answer has them. */
function lastBlocks(chunks: readonly ChatCompletionChunk[]): object[] {
  const last = chunks.flatMap((chunk) => chunk.choices).at(-1)?.delta.content_blocks ?? []
  return last.map(({ index: _index, delta: _delta, ...complete }) => complete)
}

function toOutput(blocks: ContentBlock[], reason: ConverseResponse['stopReason']): Partial<ConverseResponse> {
  return {
    output: { message: { role: 'assistant', content: blocks } },
    stopReason: reason,
    ...METADATA.metadata,
  }
}

function expectSameAsWhole(chunks: ChatCompletionChunk[], whole: ChatCompletion): void {
  const [choice] = whole.choices
  const sum = accumulate(chunks)
  expect(sum.content).toBe(choice?.message.content)
  expect(sum.reasoning).toBe(choice?.message.reasoning_content ?? '')
  expect(sum.calls).toEqual(
    (choice?.message.tool_calls ?? []).map((made) => ({
      id: made.id,
      ...('function' in made ? made.function : {}),
    })),
  )
  expect(chunks.flatMap((chunk) => chunk.choices).at(-1)).toMatchObject({
    finish_reason: choice?.finish_reason,
  })
  expect(chunks.at(-1)?.usage).toEqual(whole.usage)
}

describe('createChatCompletionStream', () => {
  it('adds up to the whole answer and keeps the chunk contract, for any reply', () => {
    fc.assert(
      fc.property(reply, fc.boolean(), fc.boolean(), (made, strict, thinkTags) => {
        const options = { strictOpenAICompliance: strict }
        const chunks = stream(toEvents(made.blocks, made.stopReason), { thinkTags }, options)
        const { value } = toChatCompletion(
          toOutput(made.blocks, made.stopReason),
          { ...RESPONSE_CONTEXT, thinkTags },
          contextWith(options),
        )
        expectChunkContract(chunks, true)
        expectSameAsWhole(chunks, value)
        const wholeBlocks = value.choices[0]?.message.content_blocks ?? []
        const withoutType = ({ type: _type, ...rest }: ContentBlockPart): object => rest
        expect(lastBlocks(chunks)).toEqual(wholeBlocks)
        expect(accumulate(chunks).blocks.filter(Boolean)).toEqual(wholeBlocks.map(withoutType))
      }),
      { numRuns: 200 },
    )
  })

  it('gives the accumulator of openai the same message as a whole answer', async () => {
    await fc.assert(
      fc.asyncProperty(reply, async (made) => {
        const options = { strictOpenAICompliance: false }
        const chunks = stream(toEvents(made.blocks, made.stopReason), {}, options)
        const lines = chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join('')
        const readable = new Response(lines).body
        if (readable === null) throw new Error('no body')
        const completion = await ChatCompletionStream.fromReadableStream(readable).finalChatCompletion()
        const { value } = toChatCompletion(
          toOutput(made.blocks, made.stopReason),
          RESPONSE_CONTEXT,
          contextWith(options),
        )
        const message = completion.choices[0]?.message
        const whole = value.choices[0]?.message
        expect(message?.content).toBe(whole?.content)
        expect(message?.tool_calls ?? []).toMatchObject(whole?.tool_calls ?? [])
        expect(completion.usage).toEqual(value.usage)
        // What the helper keeps can be sent back: signatures and redacted data are complete.
        expect(message?.content_blocks ?? []).toMatchObject(whole?.content_blocks ?? [])
      }),
      { numRuns: 30 },
    )
  })

  it('streams a whole answer as chunks that add up to it again', () => {
    fc.assert(
      fc.property(reply, fc.boolean(), (made, includeUsage) => {
        const { value } = toChatCompletion(
          toOutput(made.blocks, made.stopReason),
          RESPONSE_CONTEXT,
          contextWith(),
        )
        const chunks = toChatCompletionChunks(value, { includeUsage })
        expectChunkContract(chunks, includeUsage)
        expect(accumulate(chunks).content).toBe(value.choices[0]?.message.content)
        if (includeUsage) expectSameAsWhole(chunks, value)
      }),
    )
  })

  it('keeps interleaved blocks apart and counts calls from 0, whatever the block indices', () => {
    const chunks = stream([
      START,
      text(0, 'Let me see.'),
      call(3, 'a', 'first'),
      call(7, 'b', 'second'),
      input(7, '{"y":'),
      input(3, '{"x":'),
      input(7, '2}'),
      input(3, '1}'),
      close(7),
      close(3),
      stop('tool_use'),
      METADATA,
    ])
    expectChunkContract(chunks, true)
    expect(accumulate(chunks)).toMatchObject({
      content: 'Let me see.',
      calls: [
        { id: 'a', name: 'first', arguments: '{"x":1}' },
        { id: 'b', name: 'second', arguments: '{"y":2}' },
      ],
    })
  })

  it('gives a call without deltas an empty object, even when its block is never closed', () => {
    const chunks = stream([START, call(0, 'a'), input(0, ''), close(0), call(1, 'b'), stop('tool_use')])
    expect(accumulate(chunks).calls.map((made) => made.arguments)).toEqual(['{}', '{}'])
  })

  it('hands the arguments of the stand-in tool on as content, and drops the talk before it', () => {
    const events = [
      START,
      text(0, 'Sure:'),
      call(1, 'a', 'structured_output'),
      input(1, '{"a":'),
      input(1, '1}'),
      close(1),
      stop('tool_use'),
      METADATA,
    ]
    const chunks = stream(events, { structuredOutputTool: 'structured_output' })
    expectChunkContract(chunks, true)
    expect(accumulate(chunks)).toMatchObject({ content: '{"a":1}', calls: [] })
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
  })

  it('keeps the text and the real calls when the model did not use the stand-in tool', () => {
    const events = [START, text(0, 'One moment.'), call(1, 'a', 'look'), close(1), stop('tool_use')]
    const chunks = stream(events, { structuredOutputTool: 'structured_output', includeUsage: false })
    expect(accumulate(chunks)).toMatchObject({
      content: 'One moment.',
      calls: [{ name: 'look', arguments: '{}' }],
    })
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
  })

  it('answers legacy functions in kind and suppresses calls that were not allowed', () => {
    const events = [
      START,
      call(0, 'a', 'look'),
      input(0, '{}'),
      close(0),
      call(1, 'b'),
      close(1),
      stop('tool_use'),
    ]
    const legacy = stream(events, { legacyFunctions: true })
    expect(accumulate(legacy)).toMatchObject({ calls: [], functionCall: { name: 'look', arguments: '{}' } })
    expect(legacy.at(-1)?.choices[0]?.finish_reason).toBe('function_call')
    const suppressed = stream(events, { suppressToolCalls: true })
    expect(accumulate(suppressed)).toMatchObject({ calls: [], content: null })
    expect(suppressed.at(-1)?.choices[0]?.finish_reason).toBe('stop')
  })

  it('gives the caller its own tool name back', () => {
    const chunks = stream([START, call(0, 'a', 'my_tool'), close(0), stop('tool_use')], {
      toolNames: new Map([['my_tool', 'my.tool']]),
    })
    expect(accumulate(chunks).calls[0]?.name).toBe('my.tool')
  })

  it('repeats the annotations of cited texts at the end, as a whole answer has them', () => {
    const citation = { title: 'Moon', location: { web: { url: 'https://example.com', domain: 'e' } } }
    const cite = (index: number): unknown => ({
      contentBlockDelta: { contentBlockIndex: index, delta: { citation } },
    })
    const events = [START, text(0, 'Yes: '), text(1, 'a '), cite(1), text(1, 'moon'), close(1), text(2, '.')]
    const chunks = stream([...events, stop('end_turn'), METADATA])
    const content = [{ text: 'a moon' }] as const
    const blocks = [
      { text: 'Yes: ' },
      { citationsContent: { content, citations: [citation] } },
      { text: '.' },
    ]
    const { value } = toChatCompletion(
      toOutput(blocks as unknown as ContentBlock[], 'end_turn'),
      RESPONSE_CONTEXT,
      contextWith(),
    )
    const annotations = value.choices[0]?.message.annotations
    expect(annotations).toMatchObject([{ url_citation: { start_index: 5, end_index: 11 } }])
    expect(chunks.flatMap((chunk) => chunk.choices).at(-1)?.delta).toEqual({ annotations })
  })

  it.each<[string, unknown[], Partial<ResponseContext>]>([
    ['unusual_stop_reason', [stop('malformed_tool_use')], {}],
    ['tool_call_suppressed', [call(0, 'a'), stop('tool_use')], { suppressToolCalls: true }],
    ['tool_call_suppressed', [call(0, 'a'), call(1, 'b'), stop('tool_use')], { legacyFunctions: true }],
    [
      'unsupported_content_block',
      [
        { contentBlockStart: { contentBlockIndex: 0, start: { image: { format: 'png' } } } },
        stop('end_turn'),
      ],
      {},
    ],
  ])('reports %s, as a whole answer does', (code, events, responseContext) => {
    const translator = createChatCompletionStream({ ...RESPONSE_CONTEXT, ...responseContext }, contextWith())
    for (const event of [START, ...events]) translator.push(event as ConverseStreamOutput)
    translator.end()
    expect(translator.warnings?.().map((warning) => warning.code)).toEqual([code])
  })

  it('fails when the stream ends before the answer does', () => {
    const translator = createChatCompletionStream(RESPONSE_CONTEXT, contextWith())
    translator.push(START as ConverseStreamOutput)
    translator.push(text(0, 'Hel') as ConverseStreamOutput)
    expect(() => translator.end()).toThrow(expect.objectContaining({ status: 502, code: 'stream_truncated' }))
  })

  it('takes unknown events and blocks without harm, and needs neither messageStart nor metadata', () => {
    const events = [
      { $unknown: ['surprise', {}] },
      {},
      { contentBlockStart: { contentBlockIndex: 0, start: { hologram: {} } } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { hologram: {} } } },
      input(5, 'lost'),
      text(1, 'Hi'),
      close(0),
      stop('brand_new_reason'),
    ]
    const chunks = stream(events)
    expectChunkContract(chunks, false)
    expect(accumulate(chunks)).toMatchObject({ content: 'Hi', calls: [] })
    expect(chunks.at(-1)?.choices[0]).toMatchObject({
      finish_reason: 'stop',
      native_finish_reason: 'brand_new_reason',
    })
  })
})
