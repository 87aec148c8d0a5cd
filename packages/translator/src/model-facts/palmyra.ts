import { CHAT_APIS, named, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
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
      differs: { ...VISION, ...CHAT_APIS },
    },
    {
      name: 'Palmyra X5',
      ids: ['us.writer.palmyra-x5-v1:0'],
      fits: named('palmyra-x5'),
      differs: { profiles: ['us'], contextTokens: 1_040_000 },
    },
    {
      name: 'Palmyra X4',
      ids: ['us.writer.palmyra-x4-v1:0'],
      fits: named('palmyra-x'),
      differs: { profiles: ['us'], contextTokens: 122_880 },
    },
  ],
}
