import { CHAT_APIS, named, OPEN_WEIGHT, VISION } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * Alibaba's Qwen 3.
 *
 * https://github.com/can1357/oh-my-pi/issues/12089 (output limits, 2026-10)
 */
export const QWEN: FamilyFacts = {
  members: [{ provider: 'qwen', part: '' }],
  nativeApis: [],
  general: {
    ...OPEN_WEIGHT,
    ...CHAT_APIS,
    family: 'qwen',
    documents: false,
    structuredOutput: true,
    doubtful: ['structured-output'],
    contextTokens: 262_144,
  },
  models: [
    {
      name: 'Qwen3 VL',
      ids: ['qwen.qwen3-vl-235b-a22b'],
      fits: named('-vl-'),
      differs: { ...VISION, maxOutputTokens: 8192 },
    },
    {
      name: 'Qwen3 Next',
      ids: ['qwen.qwen3-next-80b-a3b'],
      fits: named('qwen3-next'),
      differs: { maxOutputTokens: 8192 },
    },
    {
      name: 'Qwen3 Coder Next',
      ids: ['qwen.qwen3-coder-next'],
      fits: named('coder-next'),
      differs: { maxOutputTokens: 16_384 },
    },
    {
      name: 'Qwen3 235B',
      ids: ['qwen.qwen3-235b-a22b-2507-v1:0'],
      fits: named('qwen3-235b'),
      differs: { maxOutputTokens: 131_072 },
    },
    {
      name: 'Qwen3 32B',
      ids: ['qwen.qwen3-32b-v1:0'],
      fits: named('qwen3-32b'),
      differs: { contextTokens: 32_768 },
    },
    {
      name: 'Qwen3 Coder',
      ids: ['qwen.qwen3-coder-30b-a3b-v1:0', 'qwen.qwen3-coder-480b-a35b-v1:0'],
      fits: named('qwen3-coder'),
      differs: { contextTokens: 131_072 },
    },
  ],
}
