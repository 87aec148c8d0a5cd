import type { ContentBlock, ConverseCommandInput, Message } from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { encodeBase64 } from '../base64.ts'
import { toChatCompletionRequest } from '../chat-completions/from-converse/chat-request.ts'
import { toConverseJson } from '../converse/converse-json.ts'
import { readInvocation } from './read-invocation.ts'

/** Claude refuses texts of blank space alone. */
const text = fc.string({ minLength: 1, maxLength: 9 }).filter((value) => value.trim() !== '')
const block = fc.oneof(
  text.map((value): ContentBlock => ({ text: value })),
  fc.uint8Array({ minLength: 1, maxLength: 9 }).map((bytes): ContentBlock => ({
    image: { format: 'png', source: { bytes } },
  })),
)
const turn = fc
  .record({
    said: text,
    calls: fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue({ maxDepth: 1 })), {
      maxLength: 2,
    }),
    result: text,
    next: fc.array(block, { minLength: 1, maxLength: 2 }),
  })
  .map(({ said, calls, result, next }) => (round: number): Message[] => {
    // Claude wants ids to be unique in the whole conversation.
    const ids = calls.map((_, index) => `call_${round}_${index}`)
    const uses = calls.map((input, index): ContentBlock => ({
      toolUse: { toolUseId: ids[index], name: 'look', input: input as never },
    }))
    const results = ids.map((toolUseId): ContentBlock => ({
      toolResult: { toolUseId, content: [{ text: result }], status: 'success' },
    }))
    return [
      { role: 'assistant', content: [{ text: said }, ...uses] },
      { role: 'user', content: [...results, ...next] },
    ]
  })

/** Converse requests that the bodies of Claude and Nova can say, too. */
const request = fc
  .record({
    system: fc.option(text),
    first: fc.array(block, { minLength: 1, maxLength: 2 }),
    turns: fc.array(turn, { maxLength: 2 }),
    maxTokens: fc.integer({ min: 1, max: 999 }),
    temperature: fc.option(fc.constantFrom(0, 0.5), { nil: undefined }),
    stopSequences: fc.option(fc.subarray(['END', 'STOP'], { minLength: 1 }), { nil: undefined }),
    toolChoice: fc.constantFrom({ auto: {} }, { any: {} }, { tool: { name: 'look' } }, undefined),
    topK: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  })
  .map(({ system, first, turns, toolChoice, topK, maxTokens, temperature, stopSequences }) => ({
    modelId: 'm',
    ...(system !== null && { system: [{ text: system }] }),
    messages: [
      { role: 'user' as const, content: first },
      ...turns.flatMap((toMessages, round) => toMessages(round)),
    ],
    inferenceConfig: {
      maxTokens,
      ...(temperature !== undefined && { temperature }),
      ...(stopSequences !== undefined && { stopSequences }),
    },
    toolConfig: {
      tools: [
        { toolSpec: { name: 'look', description: 'Looks.', inputSchema: { json: { type: 'object' } } } },
      ],
      ...(toolChoice !== undefined && { toolChoice }),
    },
    ...(topK !== undefined && { additionalModelRequestFields: { top_k: topK } }),
  }))

type Request = typeof request extends fc.Arbitrary<infer Value> ? Value : never

describe.each([
  ['Claude', toClaudeBody],
  ['Nova', toNovaBody],
] as const)('a conversation in the body of %s', (_family, write) => {
  it('asks for the same as by Converse', () => {
    fc.assert(
      fc.property(request, (given) => {
        const { value, warnings } = readInvocation(write(given), { modelId: 'm', id: 'id' })
        expect(warnings.filter(({ code }) => code !== 'inexact_integer')).toEqual([])
        if (value.kind !== 'converse') throw new Error(value.kind)
        expect(chatOf(value.input)).toEqual(chatOf(given as ConverseCommandInput))
      }),
      { numRuns: 200 },
    )
  })
})

function chatOf(input: ConverseCommandInput): unknown {
  return toChatCompletionRequest(input, { model: 'm', topK: true })
}

function toNovaBody({ inferenceConfig, additionalModelRequestFields: extra, ...rest }: Request): object {
  return {
    schemaVersion: 'messages-v1',
    ...toConverseJson(rest),
    inferenceConfig: { ...inferenceConfig, topK: extra?.top_k },
  }
}

function toClaudeBody(given: Request): object {
  const { maxTokens, temperature, stopSequences } = given.inferenceConfig
  const choice = given.toolConfig.toolChoice as { auto?: object; any?: object } | undefined
  return {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: maxTokens,
    temperature,
    stop_sequences: stopSequences,
    top_k: given.additionalModelRequestFields?.top_k,
    system: given.system?.[0]?.text,
    messages: given.messages.map(({ role, content }) => ({ role, content: content?.map(toClaudeBlock) })),
    tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' } }],
    ...(choice !== undefined && {
      tool_choice: choice.auto
        ? { type: 'auto' }
        : choice.any
          ? { type: 'any' }
          : { type: 'tool', name: 'look' },
    }),
  }
}

function toClaudeBlock({ text: said, image, toolUse, toolResult }: ContentBlock): object {
  if (said !== undefined) return { type: 'text', text: said }
  if (image !== undefined) {
    const data = encodeBase64(image.source?.bytes ?? new Uint8Array())
    return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }
  }
  if (toolUse !== undefined) {
    return { type: 'tool_use', id: toolUse.toolUseId, name: toolUse.name, input: toolUse.input }
  }
  return { type: 'tool_result', tool_use_id: toolResult?.toolUseId, content: toolResult?.content?.[0]?.text }
}
