import { named, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/** Google's Gemma (2026-11; the sources are those of `families.ts`). Gemma 4 has no Converse: only its limits are known. */
export const GEMMA: FamilyFacts = {
  members: [{ provider: 'google', part: 'gemma' }],
  nativeApis: [],
  general: { ...OPEN_WEIGHT, ...VISION, family: 'gemma', documents: false, structuredOutput: true },
  models: [
    {
      name: 'Gemma 3 4B',
      ids: ['google.gemma-3-4b-it'],
      fits: named('gemma-3-4b'),
      differs: { structuredOutput: false },
    },
    {
      name: 'Gemma 3',
      ids: ['google.gemma-3-12b-it', 'google.gemma-3-27b-it'],
      fits: named('gemma-3'),
      differs: {},
    },
    {
      name: 'Gemma 4 E2B',
      ids: [],
      fits: named('gemma-4-e2b'),
      differs: { structuredOutput: false, maxOutputTokens: 8192 },
    },
    {
      name: 'Gemma 4',
      ids: [],
      fits: named('gemma-4'),
      differs: { structuredOutput: false, maxOutputTokens: 32_768 },
    },
  ],
}
