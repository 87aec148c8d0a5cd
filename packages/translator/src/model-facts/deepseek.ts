import { named, NO_TOOLS, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * DeepSeek.
 *
 * https://github.com/aws-samples/bedrock-access-gateway (V3's reasoning field, 2026-11)
 * https://github.com/langchain-ai/langchain-aws/pull/1261 (V3's tool choices, live, 2026-09: `any` is obeyed unless it reasons,
 * `tool` is taken and not obeyed)
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
    toolChoice: { any: true, tool: false },
    forcedWhileReasoning: false,
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
