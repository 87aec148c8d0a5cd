import type {
  ContentBlock,
  ConverseCommandInput,
  ConverseStreamOutput,
  Message,
} from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'

import { toConverseRequest } from '../../chat-completions/to-converse/request.ts'
import { WarningCollector, type TranslationContext } from '../../context.ts'
import { fromCarryingSignature, toCarryingSignature } from '../../converse/carried-reasoning.ts'
import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { toConverseEvents } from '../to-converse/converse-events.ts'
import { toResponsesConverseRequest } from '../to-converse/request.ts'
import { toResponse } from '../to-converse/response.ts'
import { createResponseStream } from '../to-converse/stream.ts'
import { toConverseFromResponse } from './converse-response.ts'
import { createConverseStreamFromResponses } from './converse-stream.ts'
import { toResponsesRequest } from './request.ts'

/** Takes every kind of block, so that nothing is left out on the way back. */
const CONTEXT: TranslationContext = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'resp_1',
  created: 1,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
)
const PDF = new TextEncoder().encode('%PDF-1.4 a document')

const words = fc.stringMatching(/^\w[\w ,.'"{}ä€😀]{0,19}\w$/u)
/** Integers beyond 2^53 are warned of: they are tested elsewhere. */
const scalar = fc.oneof(words, fc.integer(), fc.boolean(), fc.constant(null))
const json = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.oneof(scalar, fc.array(scalar)), {
  maxKeys: 3,
})
const text = words.map((said): ContentBlock => ({ text: said }))
const MEDIA: ContentBlock[] = [
  { image: { format: 'png', source: { bytes: PNG } } },
  { document: { format: 'pdf', name: 'report', source: { bytes: PDF } } },
]

/** One round of calls, with their results. */
const round = (turn: number) =>
  fc
    .tuple(fc.array(text, { maxLength: 1 }), fc.array(fc.tuple(json, words), { minLength: 1, maxLength: 3 }))
    .map(([said, calls]): Message[] => [
      {
        role: 'assistant',
        content: [
          ...said,
          ...calls.map(([input], index) => ({
            toolUse: { toolUseId: `call_${turn}_${index}`, name: 'look_up', input },
          })),
        ] as ContentBlock[],
      },
      {
        role: 'user',
        content: calls.map(([, result], index) => ({
          toolResult: {
            toolUseId: `call_${turn}_${index}`,
            content: [{ text: result }],
            status: 'success' as const,
          },
        })),
      },
    ])

const conversations = fc
  .tuple(
    // Converse wants a text beside a document, and each of its names once.
    fc.tuple(text, fc.subarray(MEDIA)).map(([said, media]) => [said, ...media]),
    fc.tuple(round(0), round(1), round(2)),
    fc.nat(3),
  )
  .map(([content, rounds, count]): Message[] => [{ role: 'user', content }, ...rounds.slice(0, count).flat()])

const tools = {
  tools: [
    {
      toolSpec: {
        name: 'look_up',
        description: 'Looks things up.',
        inputSchema: { json: { type: 'object', properties: { a: { type: 'string' } } } },
      },
    },
  ],
}

const requests = fc
  .record({
    messages: conversations,
    system: fc.option(words, { nil: undefined }),
    maxTokens: fc.option(fc.integer({ min: 16, max: 8000 }), { nil: undefined }),
    temperature: fc.option(fc.constantFrom(0, 0.5, 1), { nil: undefined }),
    toolChoice: fc.constantFrom({ auto: {} }, { any: {} }, { tool: { name: 'look_up' } }),
  })
  .map(({ messages, system, maxTokens, temperature, toolChoice }): ConverseCommandInput => ({
    modelId: 'm',
    messages,
    ...(system === undefined ? {} : { system: [{ text: system }] }),
    inferenceConfig: {
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    },
    toolConfig: { ...tools, toolChoice } as NonNullable<ConverseCommandInput['toolConfig']>,
  }))

describe('a request', () => {
  it('says the same as Responses, and back in the words of Converse', () => {
    fc.assert(
      fc.property(requests, (input) => {
        const { value, warnings } = toResponsesRequest(input, { model: 'gpt-5.5' })
        expect(warnings).toEqual([])
        expect(value).toMatchObject({ model: 'gpt-5.5', store: false })
        const { value: back } = toResponsesConverseRequest(value, CONTEXT)
        expect(withoutStatus(back.messages)).toEqual(withoutStatus(input.messages))
        expect(back.system ?? []).toEqual(input.system ?? [])
        const { maxTokens, temperature } = input.inferenceConfig ?? {}
        if (maxTokens !== undefined) expect(back.inferenceConfig?.maxTokens).toBe(maxTokens)
        expect(back.inferenceConfig?.temperature).toBe(temperature)
        expect(back.toolConfig?.toolChoice).toEqual(input.toolConfig?.toolChoice)
        expect(back.toolConfig?.tools?.[0]?.toolSpec).toMatchObject(tools.tools[0]!.toolSpec)
      }),
    )
  })

  it('keeps what a chat completion says and both APIs have', () => {
    fc.assert(
      fc.property(words, words, json, words, (system, question, input, result) => {
        const chat = {
          model: 'gpt-6-sol',
          messages: [
            { role: 'system' as const, content: system },
            { role: 'user' as const, content: question },
            {
              role: 'assistant' as const,
              tool_calls: [
                {
                  id: 'call_1',
                  type: 'function' as const,
                  function: { name: 'look_up', arguments: JSON.stringify(input) },
                },
              ],
            },
            { role: 'tool' as const, tool_call_id: 'call_1', content: result },
          ],
          tools: [
            {
              type: 'function' as const,
              function: { name: 'look_up', parameters: { type: 'object', properties: {} } },
            },
          ],
          tool_choice: 'required' as const,
          reasoning_effort: 'high' as const,
          max_completion_tokens: 900,
        }
        const model = describeModel('us.openai.gpt-6-sol')
        const { value: converse } = toConverseRequest(chat, { ...CONTEXT, model })
        const { value } = toResponsesRequest(converse, { model: 'openai.gpt-5.5', family: 'gpt' })
        expect(value).toMatchObject({
          instructions: system,
          input: [
            { type: 'message', role: 'user', content: [{ type: 'input_text', text: question }] },
            { type: 'function_call', call_id: 'call_1', name: 'look_up' },
            { type: 'function_call_output', call_id: 'call_1', output: result },
          ],
          tools: [{ type: 'function', name: 'look_up' }],
          tool_choice: 'required',
          reasoning: { effort: 'high', summary: 'auto' },
          include: ['reasoning.encrypted_content'],
          max_output_tokens: 900,
          store: false,
        })
        const call = value.input?.[1] as { arguments: string }
        expect(JSON.parse(call.arguments)).toEqual(JSON.parse(JSON.stringify(input)))
      }),
    )
  })

  it('gives encrypted reasoning back byte for byte, to its own family alone', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 4 }), words, (encryptedContent, summary) => {
        const signature = toCarryingSignature({ family: 'gpt', id: 'rs_1', encryptedContent })
        const messages: Message[] = [
          { role: 'user', content: [{ text: 'Hello' }] },
          {
            role: 'assistant',
            content: [
              { reasoningContent: { reasoningText: { text: summary, signature } } },
              { text: 'Hello.' },
            ],
          },
          { role: 'user', content: [{ text: 'And?' }] },
        ]
        const own = toResponsesRequest({ modelId: 'm', messages }, { model: 'm', family: 'gpt' })
        expect(own.warnings).toEqual([])
        expect(own.value.input?.[1]).toEqual({
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ type: 'summary_text', text: summary }],
          encrypted_content: encryptedContent,
        })
        const foreign = toResponsesRequest({ modelId: 'm', messages }, { model: 'm', family: 'grok' })
        expect(foreign.warnings.map(({ code }) => code)).toEqual(['reasoning_dropped'])
        expect(foreign.value.input).toHaveLength(3)
      }),
    )
  })
})

const signature = fc.stringMatching(/^[\w+/]{1,9}$/)
const reasoning = fc
  .record({ text: words, signature })
  .map((reasoningText): ContentBlock => ({ reasoningContent: { reasoningText } }))
const call = json.map((input) => ({ toolUse: { name: 'look_up', input } }))

/** Texts and reasoning of one item would become one block: they stand apart. */
const blocks = fc
  .record({
    thought: fc.option(reasoning, { nil: undefined }),
    said: fc.option(text, { nil: undefined }),
    calls: fc.array(call, { maxLength: 3 }),
  })
  .map(({ thought, said, calls }) => [
    ...(thought === undefined ? [] : [thought]),
    ...(said === undefined ? [] : [said]),
    ...calls.map(({ toolUse }, index) => ({ toolUse: { ...toolUse, toolUseId: `call_${index}` } })),
  ]) as fc.Arbitrary<ContentBlock[]>

const answers = fc
  .record({
    content: blocks,
    cut: fc.constantFrom('max_tokens' as const, 'content_filtered' as const, undefined),
  })
  .map(({ content, cut }) => ({
    output: { message: { role: 'assistant' as const, content } },
    stopReason:
      cut ?? (content.some((block) => 'toolUse' in block) ? ('tool_use' as const) : ('end_turn' as const)),
    usage: {
      inputTokens: 3,
      outputTokens: 2,
      totalTokens: 9,
      cacheReadInputTokens: 4,
    },
  }))

const responseContext = toResponsesConverseRequest(
  {
    model: 'm',
    input: 'Hello',
    include: ['reasoning.encrypted_content'],
    tools: [{ type: 'function', name: 'look_up', parameters: null, strict: null }],
  },
  CONTEXT,
).responseContext

describe('an answer', () => {
  it('says the same as a response, and back in the words of Converse', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const { response } = toResponse(answer, responseContext, CONTEXT).value
        const { value } = toConverseFromResponse(response, { family: 'gpt', latencyMs: 1 })
        expect(value).toEqual({
          ...answer,
          output: { message: { role: 'assistant', content: answer.output.message.content.map(carried) } },
          metrics: { latencyMs: 1 },
        })
      }),
    )
  })

  it('says the same streamed, wherever its deltas are cut', () => {
    fc.assert(
      fc.property(answers, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (answer, cuts) => {
        const forward = createResponseStream(responseContext, CONTEXT)
        const events = [...toConverseEvents(answer, new WarningCollector())].flatMap((event) =>
          split(event, cuts),
        )
        const chunks = [...events.flatMap((event) => forward.push(event)), ...forward.end()]
        expect(assemble(backward(chunks))).toEqual({
          content: answer.output.message.content.map(carried),
          stopReason: answer.stopReason,
          usage: answer.usage,
        })
      }),
    )
  })
})

/** Converse has no success of its own: it is the same as saying nothing. */
function withoutStatus(messages: readonly Message[] | undefined): Message[] {
  return (messages ?? []).map(({ role, content }) => ({
    role,
    content: (content ?? []).map((block) => {
      if (block.toolResult === undefined) return block
      const { status: _status, ...toolResult } = block.toolResult
      return { toolResult }
    }),
  }))
}

/** Reasoning comes back with the signature that carries what the response encrypted. */
function carried(block: ContentBlock): unknown {
  const thought = block.reasoningContent?.reasoningText?.text
  if (thought === undefined) return block
  return { reasoningContent: { reasoningText: { text: thought, signature: expect.toSatisfy(carriesOwn) } } }
}

function carriesOwn(value: string): boolean {
  return fromCarryingSignature(value)?.family === 'gpt'
}

function backward(chunks: readonly ResponseStreamEvent[]): ConverseStreamOutput[] {
  const stream = createConverseStreamFromResponses({ family: 'gpt' })
  // Bedrock sends no event names: the type in the JSON is all there is.
  return [...chunks.flatMap((chunk) => stream.push(JSON.parse(JSON.stringify(chunk)))), ...stream.end()]
}

function split(event: ConverseStreamOutput, cuts: fc.Stream<number>): ConverseStreamOutput[] {
  const { contentBlockDelta } = event
  const said = contentBlockDelta?.delta?.text
  if (contentBlockDelta === undefined || said === undefined) return [event]
  const pieces: string[] = []
  for (let rest = Array.from(said); rest.length > 0;) {
    const [size = 1] = [...cuts.take(1)]
    pieces.push(rest.splice(0, size).join(''))
  }
  return pieces.map((piece) => ({ contentBlockDelta: { ...contentBlockDelta, delta: { text: piece } } }))
}

/** A block that is being put together. */
interface Assembled {
  text?: string
  toolUse?: { input: unknown }
  reasoningContent?: { reasoningText: { text: string; signature?: string } }
}

/** The events of a stream as one answer; fails where a block goes on after its end. */
function assemble(events: readonly ConverseStreamOutput[]): object {
  const content: Assembled[] = []
  const inputs: string[] = []
  const closed = new Set<number>()
  let ending: object = {}
  for (const event of events) {
    const { contentBlockStart: start, contentBlockDelta: piece, contentBlockStop: stop } = event
    if (start !== undefined) content[start.contentBlockIndex ?? -1] = { ...start.start } as Assembled
    if (piece?.delta !== undefined) {
      const index = piece.contentBlockIndex ?? -1
      expect(closed.has(index)).toBe(false)
      const block = (content[index] ??= {})
      if (piece.delta.text !== undefined) block.text = (block.text ?? '') + piece.delta.text
      inputs[index] = (inputs[index] ?? '') + (piece.delta.toolUse?.input ?? '')
      const thought = piece.delta.reasoningContent
      if (thought !== undefined) {
        const { reasoningText } = (block.reasoningContent ??= { reasoningText: { text: '' } })
        reasoningText.text += thought.text ?? ''
        if (thought.signature !== undefined) reasoningText.signature = thought.signature
      }
    }
    if (stop !== undefined) closed.add(stop.contentBlockIndex ?? -1)
    if (event.messageStop !== undefined) ending = { ...ending, stopReason: event.messageStop.stopReason }
    if (event.metadata !== undefined) ending = { ...ending, usage: event.metadata.usage }
  }
  expect(closed.size).toBe(content.length)
  for (const [index, { toolUse }] of content.entries())
    if (toolUse !== undefined) toolUse.input = JSON.parse(inputs[index] || '{}')
  return { content, ...ending }
}
