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

import { PLAIN, type FamilyFacts } from './family-facts.ts'

export type { FamilyFacts } from './family-facts.ts'

const CLAUDE_FIELDS = [
  'anthropic_beta',
  'context_management',
  'output_config',
  'output_format',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
]

const CLAUDE: FamilyFacts = {
  ...PLAIN,
  name: 'claude',
  toolChoice: ['any', 'tool'],
  toolUseId: /^[a-zA-Z0-9_-]{1,64}$/,
  images: true,
  imagesInToolResult: true,
  contextTokens: 200_000,
  maxStopSequences: 8191,
  maxOutputTokens: 4096,
  additionalFields: CLAUDE_FIELDS,
}

const CACHING = { places: ['system', 'messages', 'tools'], ttl: false } as const
const CACHING_WITH_TTL = { places: ['system', 'messages', 'tools'], ttl: true } as const

const CLAUDE_4_5: FamilyFacts = {
  ...CLAUDE,
  name: 'claude-4.5',
  caching: CACHING_WITH_TTL,
  thinking: 'budget',
  sampling: 'one',
  structuredOutput: true,
  maxOutputTokens: 64_000,
  profileOnly: true,
}

const CLAUDE_ADAPTIVE_ONLY: FamilyFacts = {
  ...CLAUDE_4_5,
  name: 'claude-adaptive',
  thinking: 'adaptive-only',
  sampling: 'none',
  prefill: false,
  maxOutputTokens: 128_000,
}

const NOVA: FamilyFacts = {
  ...PLAIN,
  name: 'nova',
  toolChoice: ['any', 'tool'],
  images: true,
  video: true,
  imagesInToolResult: true,
  caching: { places: ['system', 'messages'], ttl: false },
  maxOutputTokens: 10_000,
  contextTokens: 300_000,
  additionalFields: ['inferenceConfig', 'reasoningConfig'],
}

const LLAMA: FamilyFacts = {
  ...PLAIN,
  name: 'llama',
  tools: true,
  streamedTools: false,
  maxStopSequences: 0,
  maxOutputTokens: 8192,
  textBesideToolResult: false,
}

const MISTRAL: FamilyFacts = {
  ...PLAIN,
  name: 'mistral',
  toolChoice: ['any'],
  toolUseId: /^[a-zA-Z0-9]{9}$/,
  maxStopSequences: 10,
  maxOutputTokens: 8192,
  textBesideToolResult: false,
}

const OPEN_WEIGHT: FamilyFacts = { ...PLAIN, name: 'open-weight', documents: false, structuredOutput: true }

/** First match wins. The pattern sees the bare id: no region prefix, no ARN. */
const FAMILIES: readonly (readonly [RegExp, FamilyFacts])[] = [
  [
    /^anthropic\.claude-(v\d|instant)/,
    { ...CLAUDE, name: 'claude-2', tools: false, streamedTools: false, toolChoice: [], images: false },
  ],
  [
    /^anthropic\.claude-3-7/,
    {
      ...CLAUDE,
      name: 'claude-3.7',
      caching: CACHING,
      thinking: 'budget',
      maxOutputTokens: 128_000,
      profileOnly: true,
    },
  ],
  [
    /^anthropic\.claude-3-5-haiku/,
    { ...CLAUDE, name: 'claude-3.5-haiku', caching: CACHING, maxOutputTokens: 8192 },
  ],
  [/^anthropic\.claude-3-5/, { ...CLAUDE, name: 'claude-3.5', maxOutputTokens: 8192 }],
  [/^anthropic\.claude-3/, { ...CLAUDE, name: 'claude-3' }],
  [
    /^anthropic\.claude-opus-4-\d{8}/,
    {
      ...CLAUDE_4_5,
      name: 'claude-4',
      caching: CACHING,
      sampling: 'both',
      structuredOutput: false,
      maxOutputTokens: 32_000,
    },
  ],
  [
    /^anthropic\.claude-sonnet-4-\d{8}/,
    { ...CLAUDE_4_5, name: 'claude-4', caching: CACHING, sampling: 'both', structuredOutput: false },
  ],
  [
    /^anthropic\.claude-opus-4-1\b/,
    { ...CLAUDE_4_5, name: 'claude-4.1', caching: CACHING, structuredOutput: false, maxOutputTokens: 32_000 },
  ],
  [/^anthropic\.claude-(opus|sonnet|haiku)-4-5\b/, CLAUDE_4_5],
  [
    /^anthropic\.claude-(opus|sonnet)-4-6\b/,
    {
      ...CLAUDE_4_5,
      name: 'claude-4.6',
      thinking: 'budget-or-adaptive',
      prefill: false,
      maxOutputTokens: 128_000,
    },
  ],
  [/^anthropic\.claude-[a-z]+-[5-9]/, { ...CLAUDE_ADAPTIVE_ONLY, name: 'claude-5', reasoningAlone: false }],
  [/^anthropic\.claude-/, CLAUDE_ADAPTIVE_ONLY],
  [
    /^amazon\.nova-micro/,
    { ...NOVA, name: 'nova-micro', images: false, documents: false, video: false, imagesInToolResult: false },
  ],
  [/^amazon\.nova-(2|premier-2)/, { ...NOVA, name: 'nova-2', thinking: 'nova', maxOutputTokens: 65_535 }],
  [/^amazon\.nova-premier/, { ...NOVA, name: 'nova-premier', maxOutputTokens: 32_000 }],
  [/^amazon\.nova-/, NOVA],
  [
    /^amazon\.titan-text/,
    {
      ...PLAIN,
      name: 'titan-text',
      system: false,
      tools: false,
      streamedTools: false,
      prefill: false,
      maxOutputTokens: 8192,
    },
  ],
  [/^meta\.llama3-(8b|70b)-instruct/, { ...LLAMA, name: 'llama-3', tools: false }],
  [/^meta\.llama4/, { ...LLAMA, name: 'llama-4', images: true, imagesInToolResult: true }],
  [
    /^meta\.llama3-2-(11b|90b)/,
    { ...LLAMA, name: 'llama-3.2-vision', images: true, textBesideToolUse: false },
  ],
  [/^meta\.llama3-2-(1b|3b)/, { ...LLAMA, name: 'llama-3.2-text', tools: false }],
  [/^meta\.llama/, LLAMA],
  [
    /^mistral\.(mistral-7b|mixtral)/,
    { ...MISTRAL, name: 'mistral-7b', system: false, tools: false, streamedTools: false, toolChoice: [] },
  ],
  [/^mistral\.pixtral/, { ...MISTRAL, name: 'pixtral', images: true }],
  [
    /^mistral\.(mistral-large-3|ministral|magistral|voxtral)/,
    { ...MISTRAL, name: 'mistral-3', images: true, structuredOutput: true },
  ],
  [
    /^mistral\.mistral-(large-2402|small-2402|large-2407)/,
    { ...MISTRAL, name: 'mistral-2024', streamedTools: false },
  ],
  [/^mistral\./, MISTRAL],
  [
    /^cohere\.command-r/,
    { ...PLAIN, name: 'cohere-command-r', textBesideToolResult: false, maxOutputTokens: 4096 },
  ],
  [
    /^cohere\.command/,
    { ...PLAIN, name: 'cohere-command', system: false, tools: false, streamedTools: false },
  ],
  [
    /^ai21\.jamba-instruct/,
    { ...PLAIN, name: 'jamba-instruct', documents: false, tools: false, streamedTools: false },
  ],
  [/^ai21\./, { ...PLAIN, name: 'jamba', maxOutputTokens: 4096 }],
  [
    /^deepseek\.r1/,
    {
      ...PLAIN,
      name: 'deepseek-r1',
      tools: false,
      streamedTools: false,
      thinking: 'always',
      maxOutputTokens: 32_768,
    },
  ],
  [/^deepseek\./, { ...OPEN_WEIGHT, name: 'deepseek-v3', thinking: 'effort-field' }],
  [/^openai\.gpt-oss/, { ...OPEN_WEIGHT, name: 'gpt-oss', thinking: 'effort-field' }],
  [/^minimax\./, { ...OPEN_WEIGHT, name: 'minimax', thinking: 'always' }],
  [/^moonshot(ai)?\..*thinking/, { ...OPEN_WEIGHT, name: 'kimi-thinking', thinking: 'always' }],
  [/^google\.|^qwen\..*-vl-/, { ...OPEN_WEIGHT, name: 'open-weight-vision', images: true }],
  [/^(qwen|moonshot(ai)?|nvidia|zai)\./, OPEN_WEIGHT],
  [/^writer\./, { ...PLAIN, name: 'palmyra' }],
]

/** Any model that nothing is known of, such as an application inference profile: takes everything but thinking. */
const UNKNOWN_FAMILY: FamilyFacts = {
  ...PLAIN,
  name: 'unknown',
  contextTokens: 1_000_000,
  toolChoice: ['any', 'tool'],
  images: true,
  video: true,
  audio: true,
  imagesInToolResult: true,
  caching: CACHING_WITH_TTL,
  maxStopSequences: 2500,
  structuredOutput: true,
  thinking: 'effort-field',
}

/** The family of a bare model id such as `anthropic.claude-3-haiku-20240307-v1:0`. */
export function familyOf(bareModelId: string): FamilyFacts {
  return FAMILIES.find(([pattern]) => pattern.test(bareModelId))?.[1] ?? UNKNOWN_FAMILY
}
