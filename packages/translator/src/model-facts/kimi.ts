import { CHAT_APIS, EFFORT_MODEL, named, OPEN_WEIGHT, THREE_EFFORTS, VISION } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Moonshot AI's Kimi. K3 behaves as GPT does, but for unknown fields, which it ignores; K3.1 is taken to be as K3 is. Not
 * known of K3, so left out: pictures in tool results.
 *
 * https://github.com/aws-samples/sample-per-model-bedrock (2026-10)
 * https://github.com/langchain-ai/docs/pull/5239 (effort of K2, 2026-07)
 * https://github.com/pollinations/pollinations/pull/10155 (K2.5 does not reason unless asked, K2 Thinking does, 2026-04)
 */
export const KIMI: FamilyFacts = {
  members: [
    { provider: 'moonshotai', part: '' },
    { provider: 'moonshot', part: '' },
  ],
  nativeApis: [],
  general: { ...OPEN_WEIGHT, ...CHAT_APIS, family: 'kimi', documents: false, contextTokens: 262_144 },
  models: [
    {
      name: 'Kimi K3',
      ids: ['us.moonshotai.kimi-k3', 'us.moonshotai.kimi-k3.1'],
      fits: named('kimi-k3'),
      differs: {
        ...EFFORT_MODEL,
        family: 'kimi',
        reasoningOff: 'none',
        structuredOutput: true,
        contextTokens: 1_048_576,
        maxOutputTokens: 128_000,
      },
    },
    {
      name: 'Kimi K2 Thinking',
      ids: ['moonshot.kimi-k2-thinking'],
      fits: named('thinking'),
      differs: {
        reasoning: 'effort-field',
        reasoningEfforts: THREE_EFFORTS,
        reasoningOff: 'never',
        reasoningOutput: 'text',
        structuredOutput: true,
        doubtful: ['structured-output'],
        maxOutputTokens: 16_384,
      },
    },
    {
      name: 'Kimi K2.5',
      ids: ['moonshotai.kimi-k2.5'],
      fits: named('k2.5'),
      differs: {
        ...VISION,
        reasoning: 'effort-field',
        reasoningEfforts: THREE_EFFORTS,
        reasoningOutput: 'text',
        maxOutputTokens: 16_384,
      },
    },
  ],
}
