import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import {
  describeModel,
  toChatCompletionRequest,
  toConverseJson,
  toConverseRequest,
  TranslationError,
} from '@patchbay/translator'
import type { ConverseRequest, TranslationContext } from '@patchbay/translator'
import * as fc from 'fast-check'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { awkwardRequest } from '../support/conversation.arbitrary.ts'

const context: TranslationContext = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'chatcmpl-1',
  created: 0,
  options: {
    strictOpenAICompliance: true,
    thinkTags: false,
    reasoningRatios: { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 },
  },
}

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const modelId = context.model.id
const forward = (body: unknown): ConverseRequest =>
  toConverseRequest(body as ChatCompletionCreateParams, context).value
const back = (input: unknown, extensions: boolean) =>
  toChatCompletionRequest(input as ConverseCommandInput, { model: 'gpt-4o', extensions })

describe('toChatCompletionRequest', () => {
  it('gives the same Converse request again', () => {
    fc.assert(
      fc.property(awkwardRequest(context.model.capabilities), (request) => {
        const once = orUndefined(() => forward(request))
        if (once === undefined) return
        // The first pass settles what OpenAI cannot tell apart: text after a call, the status of a result.
        const settled = forward(back(once, true).value)
        const again = forward(back(settled, true).value)
        expect(toConverseJson(again)).toEqual(toConverseJson(settled))
      }),
      { numRuns: 200 },
    )
  })

  it('keeps text, calls, results, media and sampling as they are', () => {
    const input = {
      modelId,
      system: [{ text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ text: 'Look' }, { image: { format: 'png', source: { bytes: PNG } } }] },
        {
          role: 'assistant',
          content: [{ text: 'Ok' }, { toolUse: { toolUseId: 'call_1', name: 'f', input: { a: 1 } } }],
        },
        {
          role: 'user',
          content: [{ toolResult: { toolUseId: 'call_1', content: [{ json: { b: 2 } }] } }, { text: 'And?' }],
        },
      ],
      toolConfig: {
        tools: [{ toolSpec: { name: 'f', inputSchema: { json: { type: 'object', properties: {} } } } }],
        toolChoice: { any: {} },
      },
      inferenceConfig: { maxTokens: 9, temperature: 0.5, stopSequences: ['X'] },
      requestMetadata: { team: 'blue' },
      serviceTier: { type: 'flex' },
    }
    const { value, warnings } = back(input, false)
    expect(warnings).toEqual([])
    expect(value).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
          ],
        },
        {
          role: 'assistant',
          content: 'Ok',
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '{"b":2}' },
        { role: 'user', content: 'And?' },
      ],
      max_completion_tokens: 9,
      temperature: 0.5,
      stop: ['X'],
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }],
      tool_choice: 'required',
      service_tier: 'flex',
      metadata: { team: 'blue' },
    })
    expect(toConverseJson(forward(value))).toEqual(toConverseJson(input))
  })

  it.each([
    ['guardrailConfig', { guardrailConfig: { guardrailIdentifier: 'a', guardrailVersion: '1' } }],
    ['promptVariables', { promptVariables: { a: { text: 'b' } } }],
    ['modelId', { modelId: 'arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ' }],
    [
      'messages[0].content[0].video',
      { messages: [{ role: 'user', content: [{ video: { format: 'mp4', source: { bytes: PNG } } }] }] },
    ],
  ])('refuses %s by name', (param, input) => {
    expect(() => back({ modelId, messages: [], ...input }, false)).toThrow(
      expect.objectContaining({ param, status: 400 }),
    )
  })

  it('sends plain OpenAI nothing that it does not know', () => {
    const input = {
      modelId,
      system: [{ text: 'S' }, { cachePoint: { type: 'default' } }],
      messages: [
        { role: 'user', content: [{ text: 'Hi' }, { cachePoint: { type: 'default' } }] },
        {
          role: 'assistant',
          content: [{ reasoningContent: { reasoningText: { text: 't', signature: 's' } } }, { text: 'Yo' }],
        },
      ],
      additionalModelRequestFields: { top_k: 3, seed: 4 },
    }
    const { value, warnings } = back(input, false)
    expect(value).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Yo' },
      ],
      seed: 4,
    })
    expect(warnings.map(({ field }) => field)).toEqual([
      'system',
      'messages[0].content[1]',
      'messages[1].content',
      'additionalModelRequestFields.top_k',
    ])
  })
})

function orUndefined<Value>(make: () => Value): Value | undefined {
  try {
    return make()
  } catch (error) {
    if (TranslationError.is(error)) return undefined
    throw error
  }
}
