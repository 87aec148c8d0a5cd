import type { ContentBlock, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'
import { ResponseStream } from 'openai/lib/responses/ResponseStream'
import type { ResponseInput, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'

import { DEFAULT_REASONING_RATIOS } from '../converse/reasoning.ts'
import { WarningCollector, type TranslationContext } from '../context.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { toConverseEvents } from './to-converse/converse-events.ts'
import { toResponsesConverseRequest } from './to-converse/request.ts'
import { toResponse } from './to-converse/response.ts'
import { createResponseStream } from './to-converse/stream.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'resp_1',
  created: 1,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const BODY = {
  model: 'm',
  reasoning: { effort: 'low' as const },
  tools: [
    { type: 'function' as const, name: 'look.up', parameters: null, strict: null },
    { type: 'custom' as const, name: 'note' },
  ],
}
const QUESTION = { role: 'user' as const, content: 'Weather?' }

const words = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
const json = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 })
const signature = fc.stringMatching(/^[\w+/]{1,9}$/)
const reasoning = fc.oneof(
  fc.record({ text: words, signature }).map((reasoningText) => ({ reasoningContent: { reasoningText } })),
  fc
    .uint8Array({ minLength: 1, maxLength: 9 })
    .map((redactedContent) => ({ reasoningContent: { redactedContent } })),
)
const call = fc.oneof(
  json.map((input) => ({ name: 'look_up', input })),
  words.map((input) => ({ name: 'note', input: { input } })),
)
const text = words.map((said) => ({ text: said }))

/** The blocks of an answer, in any order; calls have ids of their own. */
const blocks = fc
  .array(
    fc.oneof(
      reasoning,
      text,
      call.map((toolUse) => ({ toolUse })),
    ),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map((block, index) => {
      return 'toolUse' in block ? { toolUse: { ...block.toolUse, toolUseId: `call_${index}` } } : block
    }),
  ) as fc.Arbitrary<ContentBlock[]>

const stopReason = fc.constantFrom(
  ...(['end_turn', 'tool_use', 'max_tokens', 'guardrail_intervened'] as const),
)
const answers = fc.record({ content: blocks, stopReason }).map(({ content, stopReason: reason }) => ({
  output: { message: { role: 'assistant' as const, content } },
  stopReason: reason,
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
}))

const responseContextOf = (input: ResponseInput) =>
  toResponsesConverseRequest({ ...BODY, input }, CONTEXT).responseContext

describe('an answer', () => {
  it('is the same whole and streamed, wherever its deltas are cut', () => {
    fc.assert(
      fc.property(answers, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (answer, cuts) => {
        const responseContext = responseContextOf([QUESTION])
        const { response } = toResponse(answer, responseContext, CONTEXT).value
        const events = streamed(
          cutDeltas(toConverseEvents(answer, new WarningCollector()), cuts),
          responseContext,
        )
        expect(lastResponse(events)).toEqual(response)
        expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index))
      }),
      { numRuns: 200 },
    )
  })

  it('is what the accumulator of openai makes of its events', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        const { response, events } = toResponse(answer, responseContextOf([QUESTION]), CONTEXT).value
        const final = await accumulate(events)
        expect(withoutParsed(final.output)).toEqual(JSON.parse(JSON.stringify(response.output)))
        expect(final.status).toBe(response.status)
        expect(final.usage).toEqual(response.usage)
      }),
      { numRuns: 100 },
    )
  })

  it('gives each delta once, in order', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const { response, events } = toResponse(answer, responseContextOf([QUESTION]), CONTEXT).value
        for (const [index, item] of response.output.entries()) {
          const deltas = events.flatMap((event) =>
            'delta' in event && 'output_index' in event && event.output_index === index ? [event.delta] : [],
          )
          const shown =
            item.type === 'message'
              ? item.content.map((part) => (part.type === 'output_text' ? part.text : ''))
              : item.type === 'reasoning'
                ? item.summary.map((part) => part.text)
                : [item.type === 'function_call' ? item.arguments : 'input' in item ? item.input : '']
          expect(deltas.map(String).join('')).toBe(shown.join(''))
        }
      }),
      { numRuns: 100 },
    )
  })
})

it('carries reasoning through a conversation with tools, byte for byte', () => {
  const turn = fc.record({
    thoughts: fc.array(reasoning, { minLength: 1, maxLength: 3 }),
    said: words.filter((said) => said.trim() !== ''),
    calls: fc.array(call, { minLength: 1, maxLength: 2 }),
  })
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 3 }), (turns) => {
      const input: ResponseInput = [QUESTION]
      const contents = turns.map(({ thoughts, said, calls }, round) => {
        const content = [
          ...thoughts,
          { text: said },
          ...calls.map((toolUse, index) => ({
            toolUse: { ...toolUse, toolUseId: `call_${round}_${index}` },
          })),
        ] as ContentBlock[]
        const answer = { output: { message: { role: 'assistant' as const, content } } }
        const { response } = toResponse(answer, responseContextOf([QUESTION]), CONTEXT).value
        // What a client keeps is what JSON carries.
        input.push(...(JSON.parse(JSON.stringify(response.output)) as ResponseInput))
        for (const item of response.output) {
          if (item.type === 'function_call')
            input.push({ type: 'function_call_output', call_id: item.call_id, output: 'rain' })
          if (item.type === 'custom_tool_call')
            input.push({ type: 'custom_tool_call_output', call_id: item.call_id, output: 'noted' })
        }
        return content
      })
      const { value, warnings } = toResponsesConverseRequest({ ...BODY, input }, CONTEXT)
      const spoken = value.messages.filter(({ role }) => role === 'assistant')
      expect(spoken.map(({ content }) => content)).toEqual(contents)
      expect(value.additionalModelRequestFields).toHaveProperty('thinking')
      expect(warnings).toEqual([])
    }),
    { numRuns: 100 },
  )
})

function streamed(
  events: readonly ConverseStreamOutput[],
  responseContext: ReturnType<typeof responseContextOf>,
): ResponseStreamEvent[] {
  const stream = createResponseStream(responseContext, CONTEXT)
  return [...events.flatMap((event) => stream.push(event)), ...stream.end()]
}

/** Texts and arguments in pieces of these sizes, never within a character. */
function cutDeltas(
  events: readonly ConverseStreamOutput[],
  sizes: Iterator<number>,
): readonly ConverseStreamOutput[] {
  const pieces = (whole: string): string[] => {
    const characters = Array.from(whole)
    const list: string[] = []
    while (characters.length > 0) list.push(characters.splice(0, sizes.next().value as number).join(''))
    return list
  }
  return events.flatMap((event) => {
    const { delta, contentBlockIndex } = event.contentBlockDelta ?? {}
    const again = (list: readonly object[]) =>
      list.map((cut) => ({ contentBlockDelta: { contentBlockIndex, delta: cut } }) as ConverseStreamOutput)
    if (delta?.text !== undefined) return again(pieces(delta.text).map((piece) => ({ text: piece })))
    if (delta?.toolUse?.input !== undefined)
      return again(pieces(delta.toolUse.input).map((input) => ({ toolUse: { input } })))
    if (delta?.reasoningContent?.text !== undefined)
      return again(
        pieces(delta.reasoningContent.text).map((piece) => ({ reasoningContent: { text: piece } })),
      )
    return [event]
  })
}

function lastResponse(events: readonly ResponseStreamEvent[]): unknown {
  const last = events.at(-1)
  return last?.type === 'response.completed' || last?.type === 'response.incomplete'
    ? last.response
    : undefined
}

async function accumulate(events: readonly ResponseStreamEvent[]) {
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('')
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(lines))
      controller.close()
    },
  })
  return ResponseStream.fromReadableStream(body).finalResponse()
}

/** The accumulator adds what it parsed. */
function withoutParsed(output: readonly object[]): unknown {
  return JSON.parse(
    JSON.stringify(output, (key, value: unknown) =>
      key === 'parsed' || key === 'parsed_arguments' ? undefined : value,
    ),
  )
}
