import { CAPABLE, named, THREE_EFFORTS } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Amazon Nova. Not confirmed: that Nova 1 takes signed reasoning of other models back.
 *
 * https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html (2026-11)
 * https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html (2026-11)
 */
export const NOVA: FamilyFacts = {
  members: [{ provider: 'amazon', part: 'nova' }],
  nativeApis: [],
  general: {
    ...CAPABLE,
    family: 'nova',
    video: true,
    promptCaching: { system: true, messages: true, tools: false, ttl: [] },
    // https://github.com/zed-industries/zed/issues/28521
    toolSchema: { compositions: false, definitions: false, anyPropertyName: true },
    reasoningHistory: 'optional',
    topK: 'inference-config',
    prefill: true,
    contextTokens: 300_000,
    maxOutputTokens: 10_000,
  },
  models: [
    {
      name: 'Nova 2',
      ids: ['us.amazon.nova-2-lite-v1:0'],
      fits: named('nova-2', 'nova-premier-2'),
      // Reasoning that is sent back is refused (2026-10).
      differs: {
        profiles: ['us', 'eu', 'jp', 'global'],
        reasoning: 'nova',
        reasoningEfforts: THREE_EFFORTS,
        reasoningHistory: 'none',
        reasoningOutput: 'text',
        contextTokens: 1_000_000,
        maxOutputTokens: 65_535,
      },
    },
    {
      name: 'Nova Micro',
      ids: ['us.amazon.nova-micro-v1:0', 'amazon.nova-micro-v1:0'],
      fits: named('nova-micro'),
      differs: {
        images: false,
        documents: false,
        video: false,
        imagesInToolResult: false,
        contextTokens: 128_000,
      },
    },
    {
      name: 'Nova Premier',
      ids: ['us.amazon.nova-premier-v1:0'],
      fits: named('nova-premier'),
      differs: { contextTokens: 1_000_000, maxOutputTokens: 32_000 },
    },
    {
      name: 'Nova Lite, Pro',
      ids: ['us.amazon.nova-lite-v1:0', 'us.amazon.nova-pro-v1:0'],
      fits: named('nova-lite', 'nova-pro'),
      differs: {},
    },
  ],
}
