import { named, NO_TOOLS, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * DeepSeek.
 *
 * https://github.com/aws-samples/bedrock-access-gateway (V3's reasoning field, 2026-11)
 */
export const DEEPSEEK: FamilyFacts = {
  members: [{ provider: 'deepseek', part: '' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    family: 'deepseek',
    documents: false,
    reasoning: 'effort-field',
    reasoningField: 'reasoning_config',
    structuredOutput: true,
  },
  models: [
    {
      name: 'DeepSeek R1',
      ids: ['us.deepseek.r1-v1:0'],
      fits: named('r1'),
      differs: {
        ...NO_TOOLS,
        documents: true,
        reasoning: 'always',
        structuredOutput: false,
        maxOutputTokens: 32_768,
      },
    },
    { name: 'DeepSeek V3', ids: ['deepseek.v3-v1:0'], fits: named('v3'), differs: {} },
  ],
}
