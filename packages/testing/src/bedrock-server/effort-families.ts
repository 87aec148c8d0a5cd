import { PLAIN, type FamilyFacts, type FamilyRow } from './family-facts.ts'

/**
 * The models of 2026 that read an effort of reasoning. What is not known of one is refused here, so that a caller who leaves
 * it out is on the safe side. Sources, 2026-09 to 2026-10:
 * - https://github.com/aws-samples/sample-per-model-bedrock
 * - https://github.com/stdapi-ai/stdapi.ai (tests/probes/results)
 * - https://github.com/anomalyco/opencode/issues/48069 (pictures in tool results of GPT)
 */
const EFFORT: FamilyFacts = {
  ...PLAIN,
  toolChoice: ['any', 'tool'],
  images: true,
  documents: false,
  thinking: 'effort-field',
  sampling: 'none',
  maxStopSequences: 0,
  maxOutputTokens: 128_000,
  contextTokens: 1_000_000,
  profileOnly: true,
}

export const EFFORT_FAMILIES: readonly FamilyRow[] = [
  [
    /^openai\.gpt-[56]/,
    { ...EFFORT, name: 'gpt', encryptsAs: 'openai', structuredOutput: true, additionalFields: ['reasoning'] },
  ],
  [
    /^xai\.grok-4\.[67]/,
    { ...EFFORT, name: 'grok', encryptsAs: 'xai', maxOutputTokens: 500_000, contextTokens: 500_000 },
  ],
  [/^moonshotai\.kimi-k3/, { ...EFFORT, name: 'kimi-k3', structuredOutput: true }],
  [/^zai\.glm-5\.3/, { ...EFFORT, name: 'glm-5.3', images: false, toolChoice: [] }],
]
