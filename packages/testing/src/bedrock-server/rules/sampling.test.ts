import { describe } from 'vitest'

import {
  CLAUDE_3,
  CLAUDE_47,
  NOVA,
  NOVA_2,
  LLAMA,
  hello,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './sampling.ts'

describe('rules of sampling', () => {
  testRejections(Object.keys(rules), [
    {
      rule: 'additionalFieldsAreAnObject',
      says: 'additionalModelRequestFields',
      body: { messages: [hello], additionalModelRequestFields: ['x'] },
    },
    {
      rule: 'additionalFieldsAreKnown',
      says: 'seed: Extra inputs are not permitted',
      body: { messages: [hello], additionalModelRequestFields: { seed: 1 } },
    },
    {
      rule: 'additionalFieldsAreKnown',
      says: 'extraneous key [top_k]',
      model: NOVA,
      body: { messages: [hello], additionalModelRequestFields: { top_k: 1 } },
    },
    {
      rule: 'betaFlagsAreAList',
      says: 'anthropic_beta',
      body: { messages: [hello], additionalModelRequestFields: { anthropic_beta: 'x' } },
    },
    {
      rule: 'betaFlagsAreKnown',
      says: 'invalid beta flag',
      body: {
        messages: [hello],
        additionalModelRequestFields: { anthropic_beta: ['structured-outputs-2025-11-13'] },
      },
    },
    {
      rule: 'novaFieldsHaveTheirShape',
      says: 'topK',
      model: NOVA,
      body: { messages: [hello], additionalModelRequestFields: { inferenceConfig: { topK: 900 } } },
    },
    {
      rule: 'novaReasoningHasItsShape',
      says: 'maxReasoningEffort',
      model: NOVA_2,
      body: {
        messages: [hello],
        additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'max' } },
      },
    },
    {
      rule: 'novaReasoningHasItsShape',
      says: 'must be unset',
      model: NOVA_2,
      body: {
        messages: [hello],
        inferenceConfig: { temperature: 0 },
        additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } },
      },
    },
    {
      rule: 'novaReasoningHasItsShape',
      says: 'reasoningConfig',
      model: NOVA,
      body: {
        messages: [hello],
        additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
      },
    },
    {
      rule: 'samplingIsTaken',
      says: 'cannot both be specified',
      body: { messages: [hello], inferenceConfig: { temperature: 0, topP: 0.5 } },
    },
    {
      rule: 'samplingIsTaken',
      says: '`temperature` is deprecated',
      model: CLAUDE_47,
      body: { messages: [hello], inferenceConfig: { temperature: 0 } },
    },
    {
      rule: 'topKIsTaken',
      says: '`top_k` is deprecated',
      model: CLAUDE_47,
      body: { messages: [hello], additionalModelRequestFields: { top_k: 5 } },
    },
    {
      rule: 'maxTokensIsWithinTheModel',
      says: 'exceeds the model limit of 4096',
      model: CLAUDE_3,
      body: { messages: [hello], inferenceConfig: { maxTokens: 4097 } },
    },
    {
      rule: 'stopSequencesAreTaken',
      says: 'stopSequences',
      model: LLAMA,
      body: { messages: [hello], inferenceConfig: { stopSequences: ['x'] } },
    },
    {
      rule: 'stopSequencesAreTaken',
      says: 'at most 4',
      model: NOVA,
      body: { messages: [hello], inferenceConfig: { stopSequences: ['a', 'b', 'c', 'd', 'e'] } },
    },
    {
      rule: 'stopSequencesAreNotBlank',
      says: 'non-whitespace',
      body: { messages: [hello], inferenceConfig: { stopSequences: [' '] } },
    },
  ])
})
