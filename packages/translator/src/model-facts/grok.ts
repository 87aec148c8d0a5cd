import { EFFORT_MODEL, named } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * xAI's Grok, served by Converse from 4.6 on. Not known, so left out: stop sequences, pictures in tool results, structured
 * output. The output limit is said to be 500,000; a number that is surely taken is sent.
 *
 * https://github.com/aws-samples/sample-per-model-bedrock (2026-10)
 * https://github.com/NousResearch/hermes-agent/issues/111043 (sampling)
 * https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/issues/738 (forced tools, max tokens)
 */
export const GROK: FamilyFacts = {
  members: [{ provider: 'xai', part: 'grok' }],
  nativeApis: [],
  general: {
    ...EFFORT_MODEL,
    family: 'grok',
    profileOnly: true,
    reasoningEfforts: ['low', 'medium', 'high', 'xhigh'],
    maxOutputTokens: 500_000,
  },
  models: [
    {
      name: 'Grok 4.6',
      ids: ['us.xai.grok-4.6'],
      fits: named('grok-4.6'),
      differs: { reasoningOff: 'none' },
    },
    { name: 'Grok 4.7', ids: ['us.xai.grok-4.7'], fits: named('grok-4.7'), differs: {} },
  ],
}
