import { named, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/** MiniMax (2026-11; the sources are those of `families.ts`). */
export const MINIMAX: FamilyFacts = {
  members: [{ provider: 'minimax', part: '' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    family: 'minimax',
    documents: false,
    reasoning: 'always',
    structuredOutput: true,
  },
  models: [{ name: 'MiniMax M2', ids: ['minimax.minimax-m2'], fits: named('m2'), differs: {} }],
}
