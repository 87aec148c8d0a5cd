import type { ContentBlock, ConverseStreamOutput, StopReason } from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import type { TranslationContext } from '../../context.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { TranslationError } from '../../translation-error.ts'
import { toMessageEvents } from './message-events.ts'
import type { MessageAnswer, MessageEvent } from '../message-types.ts'
import type { MessagesResponseContext } from '../response-context.ts'
import { toMessage } from './response.ts'
import { createMessageStream } from './stream.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.amazon.nova-2-lite-v1:0'),
  id: 'msg_1',
  created: 1,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const RESPONSE_CONTEXT: MessagesResponseContext = {
  toolNames: new Map([['get_weather', 'get weather']]),
  structuredOutputTool: undefined,
  suppressToolCalls: false,
  nonStreaming: false,
  thinking: true,
}

const anyBlock: fc.Arbitrary<ContentBlock> = fc.oneof(
  fc.string().map((text) => ({ text })),
  fc.record({ text: fc.string(), signature: fc.string() }).map(({ text, signature }) => ({
    reasoningContent: { reasoningText: signature === '' ? { text } : { text, signature } },
  })),
  fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .map((redactedContent) => ({ reasoningContent: { redactedContent } })),
  fc
    .record({
      toolUseId: fc.stringMatching(/^[a-z]{4}$/),
      name: fc.constantFrom('get_weather', 'structured_output', 'other'),
      input: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,5}$/),
        fc.oneof(fc.string(), fc.integer(), fc.boolean()),
      ),
    })
    .map((toolUse) => ({ toolUse })),
)
const anyStop = fc.constantFrom<StopReason>('end_turn', 'tool_use', 'max_tokens', 'guardrail_intervened')
const anyResponseContext = fc.record({
  structuredOutputTool: fc.constantFrom(undefined, 'structured_output'),
  suppressToolCalls: fc.boolean(),
  thinking: fc.boolean(),
})

/** How ConverseStream sends a block, in pieces of `size`. */
function eventsOf(block: ContentBlock, contentBlockIndex: number, size: number): ConverseStreamOutput[] {
  const delta = (piece: object): ConverseStreamOutput =>
    ({ contentBlockDelta: { contentBlockIndex, delta: piece } }) as ConverseStreamOutput
  const stop = { contentBlockStop: { contentBlockIndex } } as ConverseStreamOutput
  const { text, toolUse, reasoningContent } = block
  if (text !== undefined) return [...cut(text, size).map((piece) => delta({ text: piece })), stop]
  if (toolUse !== undefined) {
    const { toolUseId, name, input } = toolUse
    const start = { contentBlockStart: { contentBlockIndex, start: { toolUse: { toolUseId, name } } } }
    const isEmpty = Object.keys(input as object).length === 0
    const pieces = isEmpty ? [] : cut(JSON.stringify(input), size)
    return [start, ...pieces.map((piece) => delta({ toolUse: { input: piece } })), stop]
  }
  const { text: thought = '', signature } = reasoningContent?.reasoningText ?? {}
  const redacted = reasoningContent?.redactedContent ?? new Uint8Array()
  const bytes = Array.from({ length: Math.ceil(redacted.length / size) }, (_, index) =>
    redacted.slice(index * size, (index + 1) * size),
  )
  return [
    ...cut(thought, size).map((piece) => delta({ reasoningContent: { text: piece } })),
    ...(signature === undefined ? [] : [delta({ reasoningContent: { signature } })]),
    ...bytes.map((redactedContent) => delta({ reasoningContent: { redactedContent } })),
    stop,
  ]
}

function cut(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  )
}

/** Puts a stream together as Anthropic's SDK does: blocks in the order of their starts. */
function accumulate(events: readonly MessageEvent[]): MessageAnswer {
  let message: MessageAnswer | undefined
  const blocks: Record<string, unknown>[] = []
  const json = new Map<number, string>()
  for (const event of events) {
    if (event.type === 'message_start') message = event.message
    else if (event.type === 'content_block_start') {
      expect(event.index).toBe(blocks.length)
      blocks.push({ ...event.content_block })
    } else if (event.type === 'content_block_delta') {
      const block = blocks[event.index]
      expect(block).toBeDefined()
      for (const [name, piece] of Object.entries(event.delta)) {
        if (name === 'partial_json') json.set(event.index, (json.get(event.index) ?? '') + piece)
        else if (name !== 'type' && block !== undefined) block[name] = String(block[name]) + piece
      }
    } else if (event.type === 'message_delta' && message !== undefined) {
      message = { ...message, ...event.delta, usage: { ...message.usage, ...event.usage } }
    }
  }
  for (const [index, text] of json) Object.assign(blocks[index] ?? {}, { input: JSON.parse(text) as unknown })
  expect(events.at(-1)).toEqual({ type: 'message_stop' })
  return { ...message, content: blocks } as unknown as MessageAnswer
}

const usage = { inputTokens: 7, outputTokens: 5, totalTokens: 15, cacheReadInputTokens: 3 }
const ending = (stopReason: StopReason): ConverseStreamOutput[] =>
  [
    { messageStop: { stopReason } },
    { metadata: { usage, metrics: { latencyMs: 1 } } },
  ] as ConverseStreamOutput[]

function stream(
  events: readonly ConverseStreamOutput[],
  responseContext: MessagesResponseContext,
): MessageEvent[] {
  const translator = createMessageStream(responseContext, CONTEXT)
  return [...events.flatMap((event) => translator.push(event)), ...translator.end()]
}

const start = { messageStart: { role: 'assistant' } } as ConverseStreamOutput

describe('createMessageStream', () => {
  it('gives, put together, what the whole answer gives', () => {
    const anyAnswer = fc.tuple(
      fc.array(anyBlock, { maxLength: 5 }),
      anyStop,
      fc.integer({ min: 1, max: 9 }),
      anyResponseContext,
    )
    fc.assert(
      fc.property(anyAnswer, ([content, stopReason, size, asked]) => {
        const responseContext = { ...RESPONSE_CONTEXT, ...asked }
        const { value: whole, warnings } = toMessage(
          { output: { message: { role: 'assistant', content } }, stopReason, usage },
          responseContext,
          CONTEXT,
        )
        const events = [
          start,
          ...content.flatMap((block, index) => eventsOf(block, index, size)),
          ...ending(stopReason),
        ]
        const translator = createMessageStream(responseContext, CONTEXT)
        const streamed = [...events.flatMap((event) => translator.push(event)), ...translator.end()]
        expect(accumulate(streamed)).toEqual(whole)
        expect(translator.warnings?.()).toEqual(warnings)
        expect(accumulate(toMessageEvents(whole))).toEqual(whole)
      }),
    )
  })

  it('reports what the caller does not see, whole and streamed alike', () => {
    const serverTool = { toolUseId: 's', name: 'nova_grounding', type: 'server_tool_use' } as const
    const content = [
      { toolUse: { ...serverTool, input: {} } },
      { hologram: { bytes: 'x' } },
      { text: 'Yes.' },
    ] as unknown as ContentBlock[]
    const whole = toMessage(
      { output: { message: { role: 'assistant', content } }, stopReason: 'malformed_tool_use', usage },
      RESPONSE_CONTEXT,
      CONTEXT,
    )
    expect(whole.value.content).toMatchObject([{ type: 'text', text: 'Yes.' }])
    expect(whole.warnings.map(({ code, field }) => [code, field])).toEqual([
      ['server_tool_use', 'tools'],
      ['unsupported_content_block', 'content'],
      ['unusual_stop_reason', 'stop_reason'],
    ])
    const translator = createMessageStream(RESPONSE_CONTEXT, CONTEXT)
    const events = [
      start,
      { contentBlockStart: { contentBlockIndex: 0, start: { toolUse: serverTool } } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { contentBlockDelta: { contentBlockIndex: 1, delta: { hologram: { bytes: 'x' } } } },
      { contentBlockStop: { contentBlockIndex: 1 } },
      ...eventsOf({ text: 'Yes.' }, 2, 9),
      ...ending('malformed_tool_use'),
    ] as ConverseStreamOutput[]
    expect(accumulate(events.flatMap((event) => translator.push(event)))).toEqual(whole.value)
    expect(translator.warnings?.()).toEqual(whole.warnings)
  })

  it('keeps interleaved blocks apart', () => {
    const [one, two] = [eventsOf({ text: 'one' }, 4, 1), eventsOf({ text: 'two' }, 9, 1)]
    const mixed = one.flatMap((event, index) => [event, two[index] as ConverseStreamOutput])
    const message = accumulate(stream([start, ...mixed, ...ending('end_turn')], RESPONSE_CONTEXT))
    expect(message.content).toMatchObject([{ text: 'one' }, { text: 'two' }])
  })

  it('closes blocks that the service left open, and does without metadata', () => {
    const events = [
      start,
      ...eventsOf({ text: 'one' }, 0, 9).slice(0, 1),
      ...ending('max_tokens').slice(0, 1),
    ]
    const sent = stream(events, RESPONSE_CONTEXT)
    expect(sent.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(accumulate(sent)).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 0 } })
  })

  it('is an error to end early, after any event', () => {
    const events = [start, ...eventsOf({ text: 'one' }, 0, 1)]
    for (let count = 0; count <= events.length; count += 1) {
      expect(() => stream(events.slice(0, count), RESPONSE_CONTEXT)).toThrow(TranslationError)
    }
  })
})
