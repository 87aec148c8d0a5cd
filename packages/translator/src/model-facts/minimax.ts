import { CHAT_APIS, named, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/** MiniMax (2026-11; the sources are those of `families.ts`). */
export const MINIMAX: FamilyFacts = {
  members: [{ provider: 'minimax', part: '' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    ...CHAT_APIS,
    family: 'minimax',
    documents: false,
    reasoning: 'always',
    reasoningOutput: 'text',
    structuredOutput: true,
    doubtful: ['structured-output'],
    contextTokens: 196_608,
  },
  models: [
    {
      name: 'MiniMax M2',
      ids: ['minimax.minimax-m2', 'minimax.minimax-m2.1', 'minimax.minimax-m2.5'],
      fits: named('m2'),
      differs: {},
    },
  ],
}
