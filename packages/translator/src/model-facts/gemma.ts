import { CHAT_APIS, MANTLE_ONLY, named, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
import type { FamilyFacts, ModelCapabilities } from './model-capabilities.ts'

const GEMMA_4: Partial<ModelCapabilities> = {
  ...MANTLE_ONLY,
  mantleApis: ['responses', 'chat-completions'],
  mantleBase: '/openai/v1',
  ownApis: ['responses', 'chat-completions'],
  structuredOutput: false,
  doubtful: [],
  contextTokens: 262_144,
  maxOutputTokens: 32_768,
}

/** Google's Gemma (2026-11; the sources are those of `families.ts`). Gemma 4 is on Mantle alone. */
export const GEMMA: FamilyFacts = {
  members: [{ provider: 'google', part: 'gemma' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    ...VISION,
    ...CHAT_APIS,
    family: 'gemma',
    runtimeApis: ['converse', 'chat-completions'],
    documents: false,
    structuredOutput: true,
    doubtful: ['structured-output'],
  },
  models: [
    {
      name: 'Gemma 3 4B',
      ids: ['google.gemma-3-4b-it'],
      fits: named('gemma-3-4b'),
      differs: { structuredOutput: false, doubtful: [] },
    },
    {
      name: 'Gemma 3',
      ids: ['google.gemma-3-12b-it', 'google.gemma-3-27b-it'],
      fits: named('gemma-3'),
      differs: {},
    },
    {
      name: 'Gemma 4 E2B',
      ids: ['google.gemma-4-e2b'],
      fits: named('gemma-4-e2b'),
      differs: { ...GEMMA_4, contextTokens: 131_072, maxOutputTokens: 8192 },
    },
    {
      name: 'Gemma 4',
      ids: ['google.gemma-4-26b-a4b', 'google.gemma-4-31b'],
      fits: named('gemma-4'),
      differs: GEMMA_4,
    },
  ],
}
