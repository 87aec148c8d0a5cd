import { named, NO_TOOLS, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * AI21's Jamba.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jamba.html (2026-11)
 */
export const AI21_JAMBA: FamilyFacts = {
  members: [{ provider: 'ai21', part: '' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    family: 'ai21-jamba',
    familyFields: ['frequency_penalty', 'presence_penalty'],
    maxOutputTokens: 4096,
  },
  models: [
    {
      name: 'Jamba Instruct',
      ids: ['ai21.jamba-instruct-v1:0'],
      fits: named('jamba-instruct'),
      differs: { ...NO_TOOLS, documents: false },
    },
    {
      name: 'Jamba 1.5',
      ids: ['ai21.jamba-1-5-large-v1:0', 'ai21.jamba-1-5-mini-v1:0'],
      fits: named('jamba-1-5'),
      differs: {},
    },
  ],
}
