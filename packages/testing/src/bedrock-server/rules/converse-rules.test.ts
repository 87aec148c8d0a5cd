import { describe, expect, it } from 'vitest'

import {
  check,
  CLAUDE_3,
  CLAUDE_46,
  NOVA_2,
  MISTRAL,
  PROMPT,
  APPLICATION,
  user,
  assistant,
  text,
  hello,
  call,
  result,
  cachePoint,
  reasoning,
  redacted,
  tool,
  toolConfig,
  thinking,
  png,
  document,
  outputConfig,
  closedSchema,
  toolLoop,
  type Example,
} from '../../../test-support/converse-examples.ts'
import { redactReasoning } from '../reasoning-signature.ts'

const taken: readonly (Example & { readonly name: string })[] = [
  { name: 'a plain request', body: { messages: [hello] } },
  {
    name: 'null members',
    body: { messages: [hello], system: null, inferenceConfig: { temperature: null, maxTokens: 5 } },
  },
  { name: 'a tool round trip', body: { toolConfig, messages: toolLoop } },
  {
    name: 'results in any order, then text',
    body: {
      toolConfig,
      messages: [
        hello,
        assistant(call('id_1'), call('id_2')),
        user(result('id_2'), result('id_1'), text('so?')),
      ],
    },
  },
  {
    name: 'an empty tool result',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1', []))] },
  },
  {
    name: 'nine characters for Mistral',
    model: MISTRAL,
    body: { toolConfig, messages: [hello, assistant(call('abcdefgh1')), user(result('abcdefgh1'))] },
  },
  { name: 'prefill', body: { messages: [hello, assistant(text('b'))] } },
  { name: 'a prompt by its ARN', model: PROMPT, body: { promptVariables: { a: text('b') } } },
  { name: 'an application profile', model: APPLICATION, body: { messages: [hello] } },
  {
    name: 'thinking with its own reasoning',
    body: {
      toolConfig,
      messages: [hello, assistant(reasoning('hm'), call('id_1')), user(result('id_1'))],
      additionalModelRequestFields: thinking,
    },
  },
  {
    name: 'redacted reasoning',
    body: {
      toolConfig,
      messages: [hello, assistant(redacted(redactReasoning('hm')), call('id_1')), user(result('id_1'))],
      additionalModelRequestFields: thinking,
    },
  },
  {
    name: 'an old tool loop without its reasoning',
    body: {
      toolConfig,
      messages: [...toolLoop, assistant(text('done')), hello],
      additionalModelRequestFields: thinking,
    },
  },
  {
    name: 'a budget above max tokens, interleaved',
    body: {
      toolConfig,
      messages: [hello],
      inferenceConfig: { maxTokens: 1500 },
      additionalModelRequestFields: { ...thinking, anthropic_beta: ['interleaved-thinking-2025-05-14'] },
    },
  },
  {
    name: 'adaptive thinking',
    model: CLAUDE_46,
    body: {
      messages: [hello],
      additionalModelRequestFields: { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
    },
  },
  {
    name: 'a budget on 4.6',
    model: CLAUDE_46,
    body: { messages: [hello], additionalModelRequestFields: thinking },
  },
  {
    name: 'thinking switched off with a temperature',
    body: {
      messages: [hello],
      inferenceConfig: { temperature: 0.2 },
      additionalModelRequestFields: { thinking: { type: 'disabled' } },
    },
  },
  {
    name: 'Nova reasoning',
    model: NOVA_2,
    body: {
      messages: [hello],
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
    },
  },
  {
    name: 'both sampling values on Claude 3',
    model: CLAUDE_3,
    body: { messages: [hello], inferenceConfig: { temperature: 0, topP: 0.5 } },
  },
  {
    name: 'a picture and a document',
    body: { messages: [user(text('a'), png(), document('my notes (1)'))] },
  },
  { name: 'structured output', body: { messages: [hello], outputConfig: outputConfig(closedSchema) } },
  {
    name: 'a schema with a property named like a keyword',
    body: {
      messages: [hello],
      outputConfig: outputConfig({ ...closedSchema, properties: { minimum: { type: 'string' } } }),
    },
  },
  {
    name: 'four cache points',
    body: {
      toolConfig: { tools: [tool(), cachePoint] },
      system: [text('s'), cachePoint],
      messages: [user(text('a'), cachePoint, text('b'), cachePoint)],
    },
  },
]

describe('all rules together', () => {
  it.each(taken)('take $name', (example) => {
    expect(check(example)).toHaveProperty('context')
  })
})
