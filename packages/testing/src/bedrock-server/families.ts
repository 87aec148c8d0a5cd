/**
 * What the model families take on Converse, as this server enforces it. Kept apart from any translator's table on
 * purpose: two tables that agree are worth more than one that is used twice.
 *
 * Sources, all read 2026-11:
 * - features: https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
 * - tool choice: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html
 * - caching: https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 * - thinking: https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html and
 *   https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html
 * - structured output: https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 * - tools on streams, Llama 4: https://github.com/earendil-works/pi/issues/3739
 * - sampling: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */

import { CLAUDE_FAMILIES } from './claude-families.ts'
import { EFFORT_FAMILIES } from './effort-families.ts'
import { PLAIN, type FamilyFacts, type FamilyRow } from './family-facts.ts'
import { OPEN_WEIGHT_FAMILIES } from './open-weight-families.ts'

export type { FamilyFacts } from './family-facts.ts'

const NOVA: FamilyFacts = {
  ...PLAIN,
  name: 'nova',
  // https://github.com/zed-industries/zed/issues/28521
  refusedInSchemaRoot: ['definitions', '$defs', 'anyOf', 'oneOf', 'allOf'],
  toolChoice: ['any', 'tool'],
  images: true,
  video: true,
  imagesInToolResult: true,
  caching: { places: ['system', 'messages'], ttl: false },
  prefill: true,
  maxOutputTokens: 10_000,
  contextTokens: 300_000,
  additionalFields: ['inferenceConfig', 'reasoningConfig'],
}

const NO_TOOLS = { tools: false, streamedTools: false } as const
const TITAN: FamilyFacts = { ...PLAIN, ...NO_TOOLS, name: 'titan-text', system: false, maxOutputTokens: 8192 }
const COMMAND_R: FamilyFacts = {
  ...PLAIN,
  name: 'cohere-command-r',
  textBesideToolResult: false,
  maxOutputTokens: 4096,
}
const JAMBA: FamilyFacts = { ...PLAIN, name: 'jamba', maxOutputTokens: 4096 }
const PALMYRA: FamilyFacts = { ...PLAIN, name: 'palmyra', maxOutputTokens: 8192 }

/** First match wins. The pattern sees the bare id: no region prefix, no ARN. */
const FAMILIES: readonly FamilyRow[] = [
  ...CLAUDE_FAMILIES,
  [
    /^amazon\.nova-micro/,
    { ...NOVA, name: 'nova-micro', images: false, documents: false, video: false, imagesInToolResult: false },
  ],
  [/^amazon\.nova-(2|premier-2)/, { ...NOVA, name: 'nova-2', thinking: 'nova', maxOutputTokens: 65_535 }],
  [/^amazon\.nova-premier/, { ...NOVA, name: 'nova-premier', maxOutputTokens: 32_000 }],
  [/^amazon\.nova-/, NOVA],
  [/^amazon\.titan-text-lite/, { ...TITAN, maxOutputTokens: 4096 }],
  [/^amazon\.titan-text-premier/, { ...TITAN, documents: false, maxOutputTokens: 3072 }],
  [/^amazon\.titan-text/, TITAN],
  ...EFFORT_FAMILIES,
  ...OPEN_WEIGHT_FAMILIES,
  [/^cohere\.command-r/, COMMAND_R],
  [/^cohere\.command/, { ...COMMAND_R, ...NO_TOOLS, name: 'cohere-command', system: false }],
  [/^ai21\.jamba-instruct/, { ...JAMBA, ...NO_TOOLS, name: 'jamba-instruct', documents: false }],
  [/^ai21\./, JAMBA],
  [/^writer\.palmyra-vision/, { ...PALMYRA, name: 'palmyra-vision', images: true }],
  [/^writer\./, PALMYRA],
]

/** A model that nothing is known of, such as an application inference profile: accepts everything but Claude's thinking. */
const UNKNOWN_FAMILY: FamilyFacts = {
  ...PLAIN,
  name: 'unknown',
  citations: true,
  contextTokens: 1_000_000,
  toolChoice: ['any', 'tool'],
  images: true,
  video: true,
  audio: true,
  imagesInToolResult: true,
  caching: { places: ['system', 'messages', 'tools'], ttl: true },
  maxStopSequences: 2500,
  prefill: true,
  structuredOutput: true,
  thinking: 'effort-field',
}

/** The family of a bare model id such as `anthropic.claude-3-haiku-20240307-v1:0`. */
export function familyOf(bareModelId: string): FamilyFacts {
  return FAMILIES.find(([pattern]) => pattern.test(bareModelId))?.[1] ?? UNKNOWN_FAMILY
}
