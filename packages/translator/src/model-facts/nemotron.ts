import { CHAT_APIS, named, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * NVIDIA's Nemotron. How it is asked to reason is not known: it is not. Structured output is listed for "select" models of
 * NVIDIA's, the Super ones came later.
 *
 * https://github.com/langchain-ai/langchain-aws/issues/883 (structured output, 2026-02)
 */
export const NEMOTRON: FamilyFacts = {
  members: [{ provider: 'nvidia', part: 'nemotron' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    ...CHAT_APIS,
    family: 'nemotron',
    documents: false,
    structuredOutput: true,
    doubtful: ['structured-output'],
    contextTokens: 131_072,
    maxOutputTokens: 8192,
  },
  models: [
    {
      name: 'Nemotron Super',
      ids: ['nvidia.nemotron-super-3-120b'],
      fits: named('super'),
      differs: { structuredOutput: false, doubtful: [], contextTokens: 262_144, maxOutputTokens: 131_072 },
    },
    {
      name: 'Nemotron Nano 12B v2 VL',
      ids: ['nvidia.nemotron-nano-12b-v2'],
      fits: named('nano-12b'),
      differs: VISION,
    },
    {
      name: 'Nemotron Nano',
      ids: ['nvidia.nemotron-nano-9b-v2', 'nvidia.nemotron-nano-3-30b'],
      fits: named('nano'),
      differs: {},
    },
  ],
}
