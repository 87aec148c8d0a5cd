import { named, NO_TOOLS, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Cohere's Command R; the older Command models hold no conversation.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html (2026-11)
 */
export const COHERE_COMMAND: FamilyFacts = {
  members: [{ provider: 'cohere', part: 'command' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    family: 'cohere-command',
    textBesideToolResult: false,
    familyFields: ['frequency_penalty', 'presence_penalty', 'seed'],
    maxOutputTokens: 4096,
  },
  models: [
    {
      name: 'Command R',
      ids: ['cohere.command-r-v1:0', 'cohere.command-r-plus-v1:0'],
      fits: named('command-r'),
      differs: {},
    },
    {
      name: 'Command',
      ids: ['cohere.command-text-v14', 'cohere.command-light-text-v14'],
      fits: named('command'),
      differs: { ...NO_TOOLS, system: false },
    },
  ],
}
