import { named, NO_TOOLS, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Titan Text. Without max tokens it stops after 512.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html (2026-11)
 */
export const TITAN_TEXT: FamilyFacts = {
  members: [{ provider: 'amazon', part: 'titan-t' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    ...NO_TOOLS,
    family: 'titan-text',
    system: false,
    maxOutputTokens: 8192,
    defaultMaxTokens: 8192,
  },
  models: [
    {
      name: 'Titan Text Lite',
      ids: ['amazon.titan-text-lite-v1'],
      fits: named('lite'),
      differs: { maxOutputTokens: 4096, defaultMaxTokens: 4096 },
    },
    {
      name: 'Titan Text Premier',
      ids: ['amazon.titan-text-premier-v1:0'],
      fits: named('premier'),
      differs: { documents: false, maxOutputTokens: 3072, defaultMaxTokens: 3072 },
    },
    {
      name: 'Titan Text Express',
      ids: ['amazon.titan-text-express-v1'],
      fits: named('express'),
      differs: {},
    },
  ],
}
