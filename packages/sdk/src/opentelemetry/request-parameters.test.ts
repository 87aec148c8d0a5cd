import { expect, it } from 'vitest'
import { parameterAttributes } from './request-parameters.ts'

it.each([
  [
    'chat',
    {
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 10,
      max_completion_tokens: 20,
      frequency_penalty: 1,
      presence_penalty: -1,
      seed: 7,
      stop: 'END',
      n: 2,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema' },
    },
    {
      'gen_ai.request.temperature': 0.2,
      'gen_ai.request.top_p': 0.9,
      'gen_ai.request.max_tokens': 20,
      'gen_ai.request.frequency_penalty': 1,
      'gen_ai.request.presence_penalty': -1,
      'gen_ai.request.seed': 7,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.request.choice.count': 2,
      'gen_ai.request.reasoning.level': 'low',
      'gen_ai.output.type': 'json',
    },
  ],
  ['chat', { n: 1, temperature: null, stop: [], max_tokens: 'many' }, {}],
  [
    'responses',
    {
      max_output_tokens: 20,
      reasoning: { effort: 'high' },
      previous_response_id: 'resp_1',
      conversation: { id: 'conv_1' },
      text: { format: { type: 'text' } },
    },
    {
      'gen_ai.request.max_tokens': 20,
      'gen_ai.request.reasoning.level': 'high',
      'gen_ai.request.previous_response.id': 'resp_1',
      'gen_ai.conversation.id': 'conv_1',
      'gen_ai.output.type': 'text',
    },
  ],
  [
    'messages',
    { max_tokens: 20, top_k: 40, stop_sequences: ['a', 'b'], output_config: { effort: 'medium' } },
    {
      'gen_ai.request.max_tokens': 20,
      'gen_ai.request.top_k': 40,
      'gen_ai.request.stop_sequences': ['a', 'b'],
      'gen_ai.request.reasoning.level': 'medium',
    },
  ],
  [
    'converse',
    {
      inferenceConfig: { maxTokens: 20, temperature: 0, topP: 1, stopSequences: ['a'] },
      additionalModelRequestFields: { top_k: 5 },
      guardrailConfig: { guardrailIdentifier: 'gr-1' },
    },
    {
      'gen_ai.request.max_tokens': 20,
      'gen_ai.request.temperature': 0,
      'gen_ai.request.top_p': 1,
      'gen_ai.request.top_k': 5,
      'gen_ai.request.stop_sequences': ['a'],
      'aws.bedrock.guardrail.id': 'gr-1',
    },
  ],
  [
    'invoke_model',
    { anthropic_version: 'bedrock-2023-05-31', max_tokens: 20 },
    { 'gen_ai.request.max_tokens': 20 },
  ],
  ['invoke_model', { inferenceConfig: { maxTokens: 20 } }, { 'gen_ai.request.max_tokens': 20 }],
  [
    'embeddings',
    { dimensions: 256, encoding_format: 'base64' },
    { 'gen_ai.embeddings.dimension.count': 256, 'gen_ai.request.encoding_formats': ['base64'] },
  ],
  ['images', { n: 2 }, { 'gen_ai.request.choice.count': 2, 'gen_ai.output.type': 'image' }],
  ['files', { temperature: 1 }, {}],
  ['chat', undefined, {}],
  ['chat', 'no object', {}],
])('%s: %j', (operation, body, expected) => {
  expect(parameterAttributes({ operation }, body)).toEqual(expected)
})
