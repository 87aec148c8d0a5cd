/**
 * Claude on Converse, by generation. Facts as of 2026-11, from
 * https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html
 * https://platform.claude.com/docs/en/about-claude/models/whats-new-claude-4-7 (reasoning left out unless asked for)
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 * https://github.com/langchain-ai/langchain-aws/issues/1141 (forced tools refused, 5.1 and 5.5)
 * https://github.com/BerriAI/litellm/issues/41529 (without max tokens Converse stops at 4,096)
 * https://github.com/stdapi-ai/stdapi.ai (tests/probes/results: thinking by default and how it is turned off)
 * https://github.com/can1357/oh-my-pi/issues/10788 (efforts of Fable 5)
 * https://github.com/trycua/cua/issues/3303 (compositions at the root of a tool's schema)
 * https://github.com/genkit-ai/genkit/issues/5230, https://github.com/vercel/ai/issues/17268 (limits of strict schemas)
 * https://github.com/anthropics/anthropic-sdk-typescript/issues/592 (no `disable_parallel_tool_use` on 3 and 3.5)
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html (profiles; those of 4.5 and later from npm
 * @earendil-works/pi-ai 1.6.0)
 *
 * Contested, so left out: structured output from 4.7 on (refused until 2026-09-30, reported for some since), tools forced on
 * Sonnet 5 and Opus 5 while they think by default: thinking is turned off there.
 */
import { CAPABLE } from './base-capabilities.ts'
import type { FamilyFacts, ModelCapabilities } from './model-capabilities.ts'

type Differences = Partial<ModelCapabilities>

const CACHING_5M: Differences = {
  promptCaching: { system: true, messages: true, tools: true, ttl: ['5m'] },
}
const CACHING_1H: Differences = {
  promptCaching: { system: true, messages: true, tools: true, ttl: ['5m', '1h'] },
}

const CLAUDE_3: ModelCapabilities = {
  ...CAPABLE,
  family: 'claude',
  toolSchema: { compositions: false, definitions: true, anyPropertyName: false },
  anthropicBeta: true,
  messagesByInvokeModel: true,
  reasoningHistory: 'signed',
  topK: 'additional-field',
  maxStopSequences: 8191,
  prefill: true,
  contextTokens: 200_000,
  maxOutputTokens: 4096,
}
const CLAUDE_2: Differences = {
  ...CLAUDE_3,
  tools: false,
  streamedTools: false,
  toolChoice: { any: false, tool: false },
  images: false,
  imagesInToolResult: false,
}
const CLAUDE_3_5: Differences = { ...CLAUDE_3, citations: true, maxOutputTokens: 8192 }
const CLAUDE_3_5_HAIKU: Differences = {
  ...CLAUDE_3_5,
  ...CACHING_5M,
  images: false,
  imagesInToolResult: false,
}
/** Before 3.7 the models refuse to be held to one call at a time. */
const CLAUDE_3_7: ModelCapabilities = {
  ...CLAUDE_3,
  ...CACHING_5M,
  citations: true,
  parallelToolControl: true,
  profileOnly: true,
  reasoning: 'budget',
  reasoningOutput: 'text',
  explicitThinking: true,
  maxOutputTokens: 64_000,
}
/** Claude 4 takes temperature or top_p, not both. Known of 4.1 and later; the first Claude 4 may take both. */
const CLAUDE_4: ModelCapabilities = { ...CLAUDE_3_7, sampling: 'one' }
const CLAUDE_4_OPUS: Differences = { ...CLAUDE_4, maxOutputTokens: 32_000 }
const CLAUDE_4_5: ModelCapabilities = {
  ...CLAUDE_4,
  ...CACHING_1H,
  runtimeApis: ['converse', 'invoke-model', 'messages'],
  mantleApis: ['messages'],
  ownApis: ['messages'],
  profiles: ['us', 'eu', 'au', 'jp', 'global'],
  structuredOutput: true,
  strictLimits: { tools: 20, optionalProperties: 24, unions: 16 },
}
/** From here on thinking is adaptive, and an answer cannot be begun for the model. */
const CLAUDE_4_6: ModelCapabilities = {
  ...CLAUDE_4_5,
  reasoning: 'adaptive',
  reasoningEfforts: ['low', 'medium', 'high', 'max'],
  prefill: false,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
}
/** From here on sampling parameters are refused, and reasoning comes with its signature alone unless asked for. */
const CLAUDE_4_7: ModelCapabilities = {
  ...CLAUDE_4_6,
  reasoningEfforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  hidesReasoning: true,
  thinkingBudgets: false,
  sampling: 'none',
  topK: 'none',
  structuredOutput: false,
  doubtful: ['structured-output', 'strict-tools'],
}
/** From here on Claude thinks unless it is told not to; some models cannot be told. */
const CLAUDE_5: ModelCapabilities = { ...CLAUDE_4_7, reasoningOff: 'disabled' }
const CLAUDE_5_FABLE: Differences = {
  ...CLAUDE_5,
  profiles: ['us', 'eu', 'global'],
  reasoningOff: 'never',
}
/** Refuse to be forced to call a tool. */
const CLAUDE_UNFORCED: ModelCapabilities = {
  ...CLAUDE_5,
  toolChoice: { any: false, tool: false },
  reasoningOff: 'never',
}
const CLAUDE_5_5_SONNET: Differences = {
  ...CLAUDE_UNFORCED,
  profiles: ['us', 'eu', 'au', 'global'],
  reasoningOff: 'between_tools',
  doubtful: ['structured-output', 'strict-tools', 'thinking-off'],
}

/** The newest generations stand first: a row holds from its generation on, up to the row before. */
export const CLAUDE: FamilyFacts = {
  members: [{ provider: 'anthropic', part: 'claude' }],
  nativeApis: [],
  // A profile that only declares its family: Sonnet 4.5's facts, without native structured output.
  general: { ...CLAUDE_4_5, profileOnly: false, structuredOutput: false },
  models: [
    {
      name: 'Claude Sonnet 5.5',
      ids: ['us.anthropic.claude-sonnet-5-5'],
      fits: since(505, 'sonnet'),
      differs: CLAUDE_5_5_SONNET,
    },
    {
      name: 'Claude Opus 5.5',
      ids: ['us.anthropic.claude-opus-5-5'],
      fits: since(505, 'opus'),
      differs: CLAUDE_UNFORCED,
    },
    {
      name: 'Claude Fable 5.1, 5.2',
      ids: ['us.anthropic.claude-fable-5-1', 'us.anthropic.claude-fable-5-2'],
      fits: since(501, 'fable'),
      differs: { ...CLAUDE_UNFORCED, profiles: ['us', 'global'] },
    },
    {
      name: 'Claude Fable 5',
      ids: ['us.anthropic.claude-fable-5'],
      fits: since(500, 'fable'),
      differs: CLAUDE_5_FABLE,
    },
    {
      name: 'Claude Haiku 5.5',
      ids: ['us.anthropic.claude-haiku-5-5'],
      fits: since(505, 'haiku'),
      differs: CLAUDE_5,
    },
    {
      name: 'Claude Opus 5, Sonnet 5',
      ids: ['us.anthropic.claude-opus-5', 'us.anthropic.claude-sonnet-5'],
      fits: since(500),
      differs: {
        ...CLAUDE_5,
        profiles: ['us', 'eu', 'au', 'jp', 'in', 'global'],
        doubtful: ['structured-output', 'strict-tools', 'forced-tools'],
      },
    },
    {
      name: 'Claude Opus 4.7, 4.8',
      ids: ['us.anthropic.claude-opus-4-7', 'us.anthropic.claude-opus-4-8'],
      fits: since(407),
      differs: CLAUDE_4_7,
    },
    {
      name: 'Claude Opus 4.6, Sonnet 4.6',
      ids: ['us.anthropic.claude-opus-4-6-v1', 'us.anthropic.claude-sonnet-4-6'],
      fits: since(406),
      differs: CLAUDE_4_6,
    },
    {
      name: 'Claude Opus 4.5',
      ids: ['global.anthropic.claude-opus-4-5-20251101-v1:0'],
      fits: since(405, 'opus'),
      // Thinks by a budget, and reads an effort beside it.
      differs: { ...CLAUDE_4_5, reasoningEfforts: ['low', 'medium', 'high'] },
    },
    {
      name: 'Claude Sonnet 4.5, Haiku 4.5',
      ids: ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
      fits: since(405),
      differs: CLAUDE_4_5,
    },
    {
      name: 'Claude Opus 4, 4.1',
      ids: ['us.anthropic.claude-opus-4-20250514-v1:0', 'us.anthropic.claude-opus-4-1-20250805-v1:0'],
      fits: since(400, 'opus'),
      differs: CLAUDE_4_OPUS,
    },
    {
      name: 'Claude Sonnet 4',
      ids: ['us.anthropic.claude-sonnet-4-20250514-v1:0'],
      fits: since(400),
      differs: CLAUDE_4,
    },
    {
      name: 'Claude 3.7 Sonnet',
      ids: ['us.anthropic.claude-3-7-sonnet-20250219-v1:0'],
      fits: since(307),
      differs: CLAUDE_3_7,
    },
    {
      name: 'Claude 3.5 Haiku',
      ids: ['us.anthropic.claude-3-5-haiku-20241022-v1:0'],
      fits: since(305, 'haiku'),
      differs: CLAUDE_3_5_HAIKU,
    },
    {
      name: 'Claude 3.5 Sonnet',
      ids: ['us.anthropic.claude-3-5-sonnet-20240620-v1:0', 'us.anthropic.claude-3-5-sonnet-20241022-v2:0'],
      fits: since(305),
      differs: CLAUDE_3_5,
    },
    {
      name: 'Claude 3',
      ids: ['us.anthropic.claude-3-haiku-20240307-v1:0'],
      fits: since(300),
      differs: { ...CLAUDE_3, structuredOutput: false },
    },
    {
      name: 'Claude 2, Instant',
      ids: ['anthropic.claude-v2:1', 'anthropic.claude-instant-v1'],
      fits: since(0),
      differs: CLAUDE_2,
    },
  ],
}

/** Fits models of a generation (major × 100 + minor) or a later one; of these names alone, if there are any. */
function since(generation: number, ...names: readonly string[]) {
  return (bareId: string): boolean => {
    const start = bareId.indexOf('claude-')
    if (start < 0) return false
    const name = bareId.slice(start + 'claude-'.length)
    const isNamed = names.length === 0 || names.some((wanted) => name.includes(wanted))
    return isNamed && claudeGeneration(name) >= generation
  }
}

/**
 * The generation: `3-5-haiku-2024...` is 305, `sonnet-4-6` is 406, `opus-4-20250514-v1:0` is 400 (the date is no minor
 * version), `v2:1` is 200. A name without a number is taken for the newest.
 */
function claudeGeneration(name: string): number {
  if (/^(?:v2|instant)/.test(name)) return 200
  const match = /^(?:[a-z]+-)?(\d{1,2})(?:-(\d{1,2}))?(?!\d)/.exec(name)
  return match === null ? Number.POSITIVE_INFINITY : Number(match[1]) * 100 + Number(match[2] ?? 0)
}
