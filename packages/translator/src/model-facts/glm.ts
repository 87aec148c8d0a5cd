import { CHAT_APIS, EFFORT_MODEL, MANTLE_ONLY, named, OPEN_WEIGHT } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Z.ai's GLM: text only. Not known of 5.3, so left out: sampling, stop sequences, forced tools, structured output, cache
 * points. How GLM 5 and 4.7 are asked to reason is not known: they are not.
 *
 * https://github.com/aws-samples/sample-per-model-bedrock (2026-10)
 * https://github.com/BerriAI/litellm/issues/35655 (structured output of GLM 5, 2026-08)
 */
export const GLM: FamilyFacts = {
  members: [{ provider: 'zai', part: 'glm' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    ...CHAT_APIS,
    family: 'glm',
    documents: false,
    contextTokens: 202_752,
    maxOutputTokens: 131_072,
  },
  models: [
    {
      name: 'GLM 5.3',
      ids: ['us.zai.glm-5.3'],
      fits: named('glm-5.3'),
      differs: {
        ...EFFORT_MODEL,
        family: 'glm',
        doubtful: ['forced-tools', 'structured-output'],
        toolChoice: { any: false, tool: false },
        images: false,
        reasoningField: 'reasoning_effort',
        reasoningOff: 'none',
        contextTokens: 1_000_000,
        maxOutputTokens: 128_000,
      },
    },
    {
      name: 'GLM 5',
      ids: ['zai.glm-5'],
      fits: named('glm-5'),
      differs: { structuredOutput: true, doubtful: ['structured-output'] },
    },
    {
      name: 'GLM 4.6',
      ids: ['zai.glm-4.6'],
      fits: named('glm-4.6'),
      differs: { ...MANTLE_ONLY, ownApis: ['chat-completions'] },
    },
    {
      name: 'GLM 4.7',
      ids: ['zai.glm-4.7', 'zai.glm-4.7-flash'],
      fits: named('glm'),
      differs: {},
    },
  ],
}
