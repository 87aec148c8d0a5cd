import { named, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/** Writer's Palmyra (2026-11; the sources are those of `families.ts`). */
export const PALMYRA: FamilyFacts = {
  members: [{ provider: 'writer', part: 'palmyra' }],
  nativeApis: [],
  general: { ...OPEN_WEIGHT, family: 'writer-palmyra', maxOutputTokens: 8192 },
  models: [
    {
      name: 'Palmyra Vision',
      ids: ['writer.palmyra-vision-7b'],
      fits: named('vision'),
      differs: VISION,
    },
    {
      name: 'Palmyra X4, X5',
      ids: ['us.writer.palmyra-x4-v1:0', 'us.writer.palmyra-x5-v1:0'],
      fits: named('palmyra-x'),
      differs: {},
    },
  ],
}
