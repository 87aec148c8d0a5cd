import { EFFORT_MODEL, MANTLE_ONLY, named, THREE_EFFORTS } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * xAI's Grok, served by Converse from 4.6 on; 4.3 is on Mantle alone, its efforts beyond `high` are not known. Documents go by
 * Responses. Not known, so left out: stop sequences, pictures in tool results, structured
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
    ownApis: ['responses', 'chat-completions'],
    chatTools: false,
    documentApis: ['responses'],
    reasoningEfforts: ['low', 'medium', 'high', 'xhigh'],
    reasoningHistory: 'redacted',
    reasoningOutput: 'redacted',
    contextTokens: 500_000,
    maxOutputTokens: 500_000,
  },
  models: [
    {
      name: 'Grok 4.3',
      ids: ['xai.grok-4.3'],
      fits: named('grok-4.3'),
      differs: {
        ...MANTLE_ONLY,
        mantleApis: ['responses', 'chat-completions'],
        reasoningEfforts: THREE_EFFORTS,
        reasoningOff: 'none',
        doubtful: ['efforts'],
        contextTokens: 1_000_000,
        maxOutputTokens: 131_072,
      },
    },
    {
      name: 'Grok 4.6',
      ids: ['us.xai.grok-4.6'],
      fits: named('grok-4.6'),
      differs: { mantleApis: ['responses', 'chat-completions'], reasoningOff: 'none' },
    },
    { name: 'Grok 4.7', ids: ['us.xai.grok-4.7'], fits: named('grok-4.7'), differs: {} },
  ],
}
