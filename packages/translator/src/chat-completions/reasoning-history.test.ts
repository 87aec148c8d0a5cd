import type { ContentBlock, Message, ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'
import { anything, array, assert, oneof, property, record, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector, type TranslationContext } from '../context.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { lacksReasoningHistory, toReasoningBlocks, toThinkingBlock } from '../converse/reasoning-blocks.ts'
import { findReasoning } from './reasoning-history.ts'
import { DEFAULT_REASONING_RATIOS } from '../converse/reasoning.ts'
import { createRequestScope } from '../converse/request-scope.ts'

function contextOf(model: string): TranslationContext {
  const options = {
    strictOpenAICompliance: false,
    thinkTags: false,
    reasoningRatios: DEFAULT_REASONING_RATIOS,
  }
  return { model: describeModel(model), id: 'chatcmpl-1', created: 0, options }
}

const CLAUDE = contextOf('us.anthropic.claude-sonnet-4-5-20250929-v1:0')

function translate(message: unknown, context = CLAUDE): { blocks: ContentBlock[]; warnings: string[] } {
  const warnings = new WarningCollector()
  const facts = { context, warnings, conversationPath: 'messages', toolNames: [], callIds: [] } as const
  const blocks = toReasoningBlocks(findReasoning(message), 'messages[0]', createRequestScope(facts))
  return { blocks, warnings: warnings.list().map(({ code }) => code) }
}

const reasoning = oneof(
  record({ text: string(), signature: string({ minLength: 1 }) }).map(
    (reasoningText): ReasoningContentBlock => ({ reasoningText }),
  ),
  uint8Array({ minLength: 1, maxLength: 20 }).map((redactedContent): ReasoningContentBlock => ({
    redactedContent,
  })),
)

describe('reasoning blocks', () => {
  it('come back byte for byte, wherever the caller puts them', () => {
    assert(
      property(array(reasoning, { minLength: 1, maxLength: 4 }), (given) => {
        const parts = given.map(toThinkingBlock)
        const expected = given.map((reasoningContent) => ({ reasoningContent }))
        for (const field of ['content_blocks', 'thinking_blocks', 'content']) {
          const message = { role: 'assistant', [field]: [{ type: 'text', text: 'x' }, ...parts] }
          expect(translate(message)).toEqual({ blocks: expected, warnings: [] })
        }
      }),
    )
  })

  it('come from the deltas of a stream, put together without their type', () => {
    const { blocks } = translate({
      content_blocks: [
        { index: 0, thinking: 'a', signature: 's' },
        { index: 1, data: 'YQ==' },
      ],
    })
    expect(blocks).toEqual([
      { reasoningContent: { reasoningText: { text: 'a', signature: 's' } } },
      { reasoningContent: { redactedContent: new Uint8Array([97]) } },
    ])
  })

  it('come from reasoning_content beside its signature', () => {
    expect(translate({ reasoning_content: 'a', reasoning_signature: 's' }).blocks).toHaveLength(1)
  })

  it('come whole from a reader that keeps the last chunk, and pass over bare deltas', () => {
    const complete = { index: 0, delta: {}, type: 'thinking', thinking: 'a', signature: 's' }
    const added = { ...complete, index: 1, delta: { thinking: 'a', signature: 's' } }
    const content_blocks = [complete, added, { index: 2, delta: { thinking: 'b' } }]
    const block = { reasoningContent: { reasoningText: { text: 'a', signature: 's' } } }
    expect(translate({ content_blocks })).toEqual({ blocks: [block, block], warnings: [] })
  })

  it('are dropped with a warning when they lost their signature, or are no base64', () => {
    const parts = [
      { type: 'thinking', thinking: 'a', signature: '' },
      { type: 'redacted_thinking', data: '***' },
    ]
    expect(translate({ content: parts })).toEqual({ blocks: [], warnings: ['reasoning_dropped'] })
    expect(translate({ reasoning_content: 'a', reasoning_signature: 1 }).warnings).toHaveLength(1)
  })

  it('are dropped silently where they never had a signature', () => {
    const nothing = { blocks: [], warnings: [] }
    expect(translate({ reasoning_content: 'a' })).toEqual(nothing)
    const content_blocks = [{ type: 'thinking', thinking: 'a' }]
    expect(translate({ content_blocks }, contextOf('openai.gpt-oss-20b-1:0'))).toEqual(nothing)
    expect(translate({ content_blocks }, contextOf('us.amazon.nova-2-lite-v1:0'))).toEqual(nothing)
  })

  it('are not sent to a model that refuses them', () => {
    const message = { content_blocks: [{ type: 'thinking', thinking: 'a', signature: 's' }] }
    expect(translate(message, contextOf('us.deepseek.r1-v1:0'))).toEqual({
      blocks: [],
      warnings: ['reasoning_dropped'],
    })
  })

  it('never fail, whatever the message', () => {
    assert(property(anything(), (message) => Array.isArray(translate(message).blocks)))
    assert(
      property(array(anything()), (content) =>
        Array.isArray(translate({ content, content_blocks: content }).blocks),
      ),
    )
    for (const unknown of [{}, { $unknown: ['a', {}] }]) {
      expect(toThinkingBlock(unknown as unknown as ReasoningContentBlock)).toBeUndefined()
    }
  })
})

describe('lacksReasoningHistory', () => {
  const user: Message = { role: 'user', content: [{ text: 'Go' }] }
  const thought: ContentBlock = { reasoningContent: { reasoningText: { text: 'a', signature: 's' } } }
  const toolUse: ContentBlock = { toolUse: { toolUseId: 'a', name: 'f', input: {} } }
  const calling: Message = { role: 'assistant', content: [toolUse] }
  const signed: Message = { role: 'assistant', content: [thought, toolUse] }
  const results: Message = { role: 'user', content: [{ toolResult: { toolUseId: 'a', content: [] } }] }
  const answer: Message = { role: 'assistant', content: [{ text: 'Done' }] }

  it.each<[string, Message[], boolean]>([
    ['no history', [user], false],
    ['no calls', [user, answer, user], false],
    ['a call without reasoning', [user, calling, results], true],
    ['a call with reasoning', [user, signed, results], false],
    ['reasoning in the first turn of the loop', [user, signed, results, calling, results], false],
    ['none in the first turn of the loop', [user, calling, results, signed, results], true],
    ['reasoning in an earlier loop alone', [user, signed, results, answer, user, calling, results], true],
    ['an earlier loop without', [user, calling, results, answer, user], false],
    ['an answer that is to be continued', [user, calling, results, answer], false],
  ])('%s', (_what, messages, expected) => expect(lacksReasoningHistory(messages)).toBe(expected))
})
