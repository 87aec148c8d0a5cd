import type { ContentBlock, ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, it } from 'vitest'

import { TranslationError } from '../../translation-error.ts'
import { toResponsesRequest } from './request.ts'

const HELLO: ConverseCommandInput = {
  modelId: 'm',
  messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
}
const TOOL = { toolSpec: { name: 'look_up', inputSchema: { json: { type: 'object' } } } }

const translate = (input: Partial<ConverseCommandInput>) =>
  toResponsesRequest({ ...HELLO, ...input }, { model: 'gpt-5.5', family: 'gpt' })

const codes = (input: Partial<ConverseCommandInput>) =>
  translate(input).warnings.map(({ code, field }) => `${code} ${field}`)

describe('limits and sampling', () => {
  it('raises a limit below the 16 tokens that the API takes', () => {
    const { value, warnings } = translate({ inferenceConfig: { maxTokens: 3 } })
    expect(value.max_output_tokens).toBe(16)
    expect(warnings).toMatchObject([{ code: 'raised_parameter', field: 'inferenceConfig.maxTokens' }])
  })

  it('leaves stop sequences out with a warning', () => {
    expect(codes({ inferenceConfig: { stopSequences: ['END'] } })).toEqual([
      'unsupported_parameter inferenceConfig.stopSequences',
    ])
  })
})

describe('effort', () => {
  it.each([
    ['reasoning.effort', { reasoning: { effort: 'xhigh' } }, 'xhigh'],
    ['reasoning_effort', { reasoning_effort: 'low' }, 'low'],
    ['a thinking budget', { thinking: { type: 'enabled', budget_tokens: 2000 } }, 'low'],
  ])('is read from %s', (_name, additionalModelRequestFields, effort) => {
    const { value, warnings } = translate({ additionalModelRequestFields })
    expect(value).toMatchObject({
      reasoning: { effort, summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    })
    expect(warnings).toEqual([])
  })

  it('none asks for no summary and no encrypted content', () => {
    const { value } = translate({ additionalModelRequestFields: { reasoning: { effort: 'none' } } })
    expect(value.reasoning).toEqual({ effort: 'none' })
    expect(value).not.toHaveProperty('include')
  })

  it('is not invented', () => {
    expect(translate({}).value).toEqual({
      model: 'gpt-5.5',
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }],
      store: false,
    })
  })
})

describe('tools', () => {
  it('are not strict unless they say so', () => {
    const { value } = translate({ toolConfig: { tools: [TOOL] } })
    expect(value.tools).toEqual([
      { type: 'function', name: 'look_up', parameters: { type: 'object' }, strict: false },
    ])
  })

  it('may be held to one call at a time, or to none', () => {
    const asked = (tool_choice: object) =>
      translate({ toolConfig: { tools: [TOOL] }, additionalModelRequestFields: { tool_choice } as never })
        .value
    expect(asked({ type: 'auto', disable_parallel_tool_use: true })).toMatchObject({
      parallel_tool_calls: false,
    })
    expect(asked({ type: 'none' })).toMatchObject({ tool_choice: 'none' })
  })

  it('a result of several parts keeps its pictures', () => {
    const bytes = new Uint8Array([137, 80, 78, 71])
    const { value } = translate({
      messages: [
        ...HELLO.messages!,
        { role: 'assistant', content: [{ toolUse: { toolUseId: 'c1', name: 'look_up', input: {} } }] },
        {
          role: 'user',
          content: [
            {
              toolResult: {
                toolUseId: 'c1',
                content: [
                  { text: 'Here.' },
                  { json: { a: 1 } },
                  { image: { format: 'png', source: { bytes } } },
                ],
              },
            },
          ],
        },
      ],
    })
    expect(value.input?.[2]).toEqual({
      type: 'function_call_output',
      call_id: 'c1',
      output: [
        { type: 'input_text', text: 'Here.' },
        { type: 'input_text', text: '{"a":1}' },
        { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBORw==' },
      ],
    })
  })
})

describe('the format of the answer', () => {
  it('is a strict schema, beside the verbosity', () => {
    const { value } = translate({
      additionalModelRequestFields: { verbosity: 'low' },
      outputConfig: {
        textFormat: {
          type: 'json_schema',
          structure: {
            jsonSchema: { name: 'person', schema: '{"type":"object","additionalProperties":false}' },
          },
        },
      },
    })
    expect(value.text).toEqual({
      verbosity: 'low',
      format: {
        type: 'json_schema',
        name: 'person',
        schema: { type: 'object', additionalProperties: false },
        strict: true,
      },
    })
  })

  it.each([
    { type: 'object' },
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
    { type: 'array', items: { type: 'object', properties: {} } },
  ])('is no strict one where OpenAI would refuse it: %j', (schema) => {
    const { value } = translate({
      outputConfig: {
        textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: JSON.stringify(schema) } } },
      },
    })
    expect(value.text?.format).toMatchObject({ schema, strict: false })
  })
})

describe('what the API does not have', () => {
  it.each<[string, Partial<ConverseCommandInput>]>([
    ['guardrailConfig', { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }],
    ['promptVariables', { promptVariables: { a: { text: 'b' } } }],
    ['modelId', { modelId: 'arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ' }],
    [
      'toolConfig.tools[0].systemTool',
      { toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] } },
    ],
    [
      'messages[0].content[0].video',
      userBlock({ video: { format: 'mp4', source: { s3Location: { uri: 's3://a/b' } } } }),
    ],
    [
      'messages[0].content[0].image',
      userBlock({ image: { format: 'png', source: { s3Location: { uri: 's3://a/b' } } } }),
    ],
  ])('%s is refused by name', (field, input) => {
    expect(() => translate(input)).toThrow(TranslationError)
    expect(() => translate(input)).toThrow(field)
  })

  it('is left out with a warning where the answer stays the same', () => {
    expect(
      codes({
        performanceConfig: { latency: 'optimized' },
        system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default' } }],
        messages: [{ role: 'user', content: [{ text: 'Hello' }, { cachePoint: { type: 'default' } }] }],
        additionalModelRequestFields: { top_k: 5, seed: 1 },
      }),
    ).toEqual([
      'unsupported_cache_point system',
      'unsupported_cache_point messages[0].content[1]',
      'unsupported_parameter additionalModelRequestFields.top_k',
      'unsupported_parameter additionalModelRequestFields.seed',
      'unsupported_parameter performanceConfig',
    ])
  })
})

function userBlock(block: ContentBlock): Partial<ConverseCommandInput> {
  return { messages: [{ role: 'user', content: [block] }] }
}
