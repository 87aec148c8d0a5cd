import { CHAT_APIS, MANTLE_ONLY, named, NO_TOOLS, OPEN_WEIGHT, THREE_EFFORTS } from './base-capabilities.ts'
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
    ...CHAT_APIS,
    family: 'deepseek',
    documents: false,
    reasoning: 'effort-field',
    reasoningEfforts: THREE_EFFORTS,
    reasoningField: 'reasoning_config',
    reasoningOutput: 'text',
    toolChoice: { any: true, tool: false },
    forcedWhileReasoning: false,
    structuredOutput: true,
    doubtful: ['structured-output'],
    contextTokens: 163_840,
  },
  models: [
    {
      name: 'DeepSeek R1',
      ids: ['us.deepseek.r1-v1:0'],
      fits: named('r1'),
      differs: {
        ...NO_TOOLS,
        runtimeApis: ['converse', 'invoke-model'],
        mantleApis: [],
        profiles: ['us'],
        documents: true,
        reasoning: 'always',
        reasoningEfforts: [],
        structuredOutput: false,
        doubtful: [],
        contextTokens: 128_000,
        maxOutputTokens: 32_768,
      },
    },
    {
      name: 'DeepSeek V3.1 on Mantle',
      ids: ['deepseek.v3.1'],
      fits: (bareId) => bareId === 'deepseek.v3.1',
      differs: { ...MANTLE_ONLY, ownApis: ['chat-completions'] },
    },
    {
      name: 'DeepSeek V3.1, V3.2',
      ids: ['deepseek.v3-v1:0', 'deepseek.v3.2'],
      fits: named('v3'),
      differs: {},
    },
  ],
}
