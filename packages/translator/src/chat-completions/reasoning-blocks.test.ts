import type { ContentBlock, ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'
import { anything, array, assert, oneof, property, record, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector, type TranslationContext } from '../context.ts'
import { describeModel } from '../model-capabilities.ts'
import { lacksReasoningHistory, toReasoningBlocks, toThinkingBlock } from './reasoning-blocks.ts'
import { DEFAULT_REASONING_RATIOS } from './reasoning.ts'

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
  const blocks = toReasoningBlocks(message, context, warnings)
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

  it('are dropped with a warning when unsigned, or no base64', () => {
    expect(translate({ reasoning_content: 'a' })).toEqual({ blocks: [], warnings: ['reasoning_dropped'] })
    const parts = [
      { type: 'thinking', thinking: 'a', signature: '' },
      { type: 'redacted_thinking', data: '***' },
    ]
    expect(translate({ content: parts })).toEqual({ blocks: [], warnings: ['reasoning_dropped'] })
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
  const call = { role: 'assistant' as const, tool_calls: [] as never[], content: null }
  const calling = {
    ...call,
    tool_calls: [{ id: 'a', type: 'function' as const, function: { name: 'f', arguments: '{}' } }],
  }
  const signed = { ...calling, reasoning_content: 'a', reasoning_signature: 's' }

  it.each([
    ['no history', [], false],
    ['no calls', [call], false],
    ['a call without reasoning', [calling], true],
    ['a call with reasoning', [signed], false],
    ['reasoning in another turn', [signed, calling], false],
    ['reasoning without signature', [{ ...calling, reasoning_content: 'a' }], true],
  ])('%s', (_what, messages, expected) => expect(lacksReasoningHistory(messages)).toBe(expected))
})
