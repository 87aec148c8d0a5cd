import type { ContentBlock, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { array, assert, dictionary, integer, property, record, string, stringMatching } from 'fast-check'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

import type { TranslationContext } from '../context.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { DEFAULT_REASONING_RATIOS } from '../converse/reasoning.ts'
import { toConverseRequest } from './to-converse/request.ts'
import { toChatCompletion } from './to-converse/response.ts'
import { createChatCompletionStream } from './to-converse/stream.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'chatcmpl-1',
  created: 1,
  options: { strictOpenAICompliance: false, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const QUESTION = { role: 'user', content: 'Weather?' }
const BODY = {
  model: 'm',
  messages: [QUESTION],
  reasoning_effort: 'low',
  max_tokens: 8000,
  tools: [{ type: 'function', function: { name: 'look.up' } }],
}

const thought = record({ text: string({ minLength: 1 }), signature: stringMatching(/^[\w+/]{1,9}$/) })
const turn = record({
  thoughts: array(thought, { minLength: 1, maxLength: 2 }),
  text: string({ minLength: 1 }).filter((text) => text.trim() !== ''),
  inputs: array(dictionary(stringMatching(/^[a-z]{1,3}$/), integer()), { minLength: 1, maxLength: 2 }),
}).map(({ thoughts, text, inputs }): ContentBlock[] => [
  ...thoughts.map((reasoningText): ContentBlock => ({ reasoningContent: { reasoningText } })),
  { text },
  ...inputs.map((input, index): ContentBlock => ({
    toolUse: { toolUseId: `call_${index}`, name: 'look_up', input },
  })),
])

function translate(messages: readonly unknown[]) {
  return toConverseRequest({ ...BODY, messages } as unknown as ChatCompletionCreateParams, CONTEXT)
}

/** The next request of the conversation: the answer as it came, and a result for each call. */
function continueWith(message: object, calls: number) {
  const results = Array.from({ length: calls }, (_, index) => ({
    role: 'tool',
    tool_call_id: `call_${index}`,
    content: 'rain',
  }))
  return translate([QUESTION, message, ...results])
}

it('carries signed reasoning through a conversation with tools, byte for byte', () => {
  assert(
    property(turn, (content) => {
      const { responseContext } = translate([QUESTION])
      const output = {
        output: { message: { role: 'assistant' as const, content } },
        stopReason: 'tool_use' as const,
      }
      const message = toChatCompletion(output, responseContext, CONTEXT).value.choices[0]?.message ?? {}
      const calls = content.filter(({ toolUse }) => toolUse).length
      const { value, warnings } = continueWith(message, calls)
      expect(value.messages[1]).toEqual({ role: 'assistant', content })
      expect(value.additionalModelRequestFields).toHaveProperty('thinking')
      expect(warnings).toEqual([])
    }),
  )
})

it('does so with what a reader made of a stream', () => {
  const { responseContext } = translate([QUESTION])
  const stream = createChatCompletionStream(responseContext, CONTEXT)
  const delta = (index: number, part: object): object => ({
    contentBlockDelta: { contentBlockIndex: index, delta: part },
  })
  const toolUse = { toolUseId: 'call_0', name: 'look_up' }
  const events = [
    { messageStart: { role: 'assistant' } },
    delta(0, { reasoningContent: { text: 'Look ' } }),
    delta(0, { reasoningContent: { text: 'it up.' } }),
    delta(0, { reasoningContent: { signature: 'c2ln' } }),
    { contentBlockStart: { contentBlockIndex: 1, start: { toolUse } } },
    { contentBlockStop: { contentBlockIndex: 1 } },
    { messageStop: { stopReason: 'tool_use' } },
  ]
  const chunks = [...events.flatMap((event) => stream.push(event as ConverseStreamOutput)), ...stream.end()]
  const blocks: { [field: string]: string }[] = []
  for (const { index, delta: part } of chunks.flatMap(
    ({ choices }) => choices[0]?.delta.content_blocks ?? [],
  )) {
    const block = (blocks[index] ??= {})
    for (const [field, value] of Object.entries(part)) block[field] = (block[field] ?? '') + value
  }
  const call = { id: 'call_0', type: 'function', function: { name: 'look.up', arguments: '{}' } }
  const { value } = continueWith(
    { role: 'assistant', content: null, content_blocks: blocks, tool_calls: [call] },
    1,
  )
  expect(value.messages[1]?.content).toEqual([
    { reasoningContent: { reasoningText: { text: 'Look it up.', signature: 'c2ln' } } },
    { toolUse: { ...toolUse, input: {} } },
  ])
})

it('is not led astray by a reader that kept the last delta only', () => {
  const call = { id: 'call_0', type: 'function', function: { name: 'look.up', arguments: '{}' } }
  const content_blocks = [{ index: 0, delta: { signature: 'c2ln' } }]
  const { value, warnings } = continueWith(
    { role: 'assistant', content: null, content_blocks, tool_calls: [call] },
    1,
  )
  expect(value.messages[1]?.content).toHaveLength(1)
  expect(value).not.toHaveProperty('additionalModelRequestFields')
  expect(warnings).toMatchObject([{ code: 'reasoning_history_missing' }])
})
