import type { ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import { anything, array, assert, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Translated, TranslationContext } from '../../context.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { toAnnotations, toCitations } from '../annotations.ts'
import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import type { ResponseContext } from '../response-context.ts'
import { toChatCompletion } from './response.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.amazon.nova-lite-v1:0'),
  id: 'chatcmpl-1',
  created: 1,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const RESPONSE_CONTEXT: ResponseContext = {
  toolNames: new Map(),
  structuredOutputTool: undefined,
  legacyFunctions: false,
  suppressToolCalls: false,
  includeUsage: false,
  thinkTags: false,
  nonStreaming: false,
}

function translate(
  content: readonly unknown[],
  responseContext: Partial<ResponseContext> = {},
): Translated<object> {
  const output = { output: { message: { role: 'assistant', content } }, stopReason: 'end_turn' }
  return toChatCompletion(
    output as unknown as ConverseResponse,
    { ...RESPONSE_CONTEXT, ...responseContext },
    CONTEXT,
  )
}

describe('toChatCompletion', () => {
  it('makes an answer of anything the service says', () => {
    for (const output of [
      {},
      { output: {} },
      { output: { message: {} } },
      { output: { message: { content: [null, 5, {}] } } },
    ]) {
      const { value } = toChatCompletion(output as unknown as ConverseResponse, RESPONSE_CONTEXT, CONTEXT)
      expect(value).toMatchObject({
        object: 'chat.completion',
        model: 'us.amazon.nova-lite-v1:0',
        choices: [
          { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null, refusal: null } },
        ],
        usage: { total_tokens: 0 },
      })
    }
    assert(property(array(anything({ maxDepth: 1 })), (content) => 'choices' in translate(content).value))
  })

  it('warns of what it leaves out', () => {
    const content = [
      { text: 'Hi' },
      { hologram: {} },
      { toolUse: { toolUseId: 's', name: 'search', input: {}, type: 'server_tool_use' } },
    ]
    const { value, warnings } = translate(content)
    expect(value).toMatchObject({ choices: [{ message: { content: 'Hi' } }] })
    expect(warnings.map(({ code }) => code)).toEqual(['unsupported_content_block', 'server_tool_use'])
  })

  it('keeps reasoning out of a structured answer, tags or not', () => {
    const content = [
      { reasoningContent: { reasoningText: { text: 'Hm.' } } },
      { toolUse: { toolUseId: 'a', name: 'structured_output', input: { a: 1 } } },
    ]
    const { value } = translate(content, { structuredOutputTool: 'structured_output', thinkTags: true })
    expect(value).toMatchObject({ choices: [{ message: { content: '{"a":1}', reasoning_content: 'Hm.' } }] })
  })

  it('holds nothing outside of the schema but the reasoning, when compliance is strict', () => {
    const { value } = translate([
      { reasoningContent: { reasoningText: { text: 'Hm.', signature: 's' } } },
      { text: 'Hi' },
    ])
    expect(Object.keys(value)).toEqual(['id', 'object', 'created', 'model', 'choices', 'usage'])
    expect(value).toMatchObject({
      choices: [expect.not.objectContaining({ native_finish_reason: expect.anything() })],
    })
    expect(JSON.stringify(value)).not.toContain('content_blocks')
  })
})

describe('citations', () => {
  it('of pages on the web come back from annotations', () => {
    const citation = { title: 'Norway', location: { web: { url: 'https://example.com/norway' } } }
    const annotations = toAnnotations({ start: 3, end: 7, citations: [citation] })
    expect(annotations).toMatchObject([{ url_citation: { start_index: 3, end_index: 7 } }])
    expect(toCitations({ annotations })).toEqual([citation])
  })
})
