/**
 * Claude on Converse, by generation. Facts as of 2026-11, from
 * https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html
 * https://platform.claude.com/docs/en/about-claude/models/whats-new-claude-4-7 (reasoning left out unless asked for)
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 */
import type { ModelCapabilities } from './model-capabilities.ts'

const CACHING_5M: ModelCapabilities['promptCaching'] = {
  system: true,
  messages: true,
  tools: true,
  ttl: ['5m'],
}
const CACHING_1H: ModelCapabilities['promptCaching'] = {
  system: true,
  messages: true,
  tools: true,
  ttl: ['5m', '1h'],
}

const CLAUDE_3 = {
  family: 'claude',
  system: true,
  tools: true,
  streamedTools: true,
  toolChoice: { any: true, tool: true },
  parallelToolControl: true,
  nineCharacterToolIds: false,
  images: true,
  documents: true,
  audio: false,
  video: false,
  imagesInToolResult: true,
  textBesideToolResult: true,
  textBesideToolCall: true,
  promptCaching: null,
  reasoning: 'none',
  explicitThinking: false,
  reasoningOff: 'unsaid',
  reasoningTag: 'think',
  anthropicBeta: true,
  messagesByInvokeModel: true,
  reasoningEfforts: [],
  reasoningField: 'reasoning_effort',
  reasoningHistory: 'signed',
  hidesReasoning: false,
  sampling: 'both',
  topK: 'additional-field',
  familyFields: [],
  maxStopSequences: 8191,
  prefill: true,
  structuredOutput: false,
  maxOutputTokens: 4096,
  defaultMaxTokens: undefined,
} as const satisfies ModelCapabilities

const CLAUDE_2: ModelCapabilities = {
  ...CLAUDE_3,
  tools: false,
  streamedTools: false,
  toolChoice: { any: false, tool: false },
  parallelToolControl: false,
  images: false,
  imagesInToolResult: false,
}
const CLAUDE_3_5_SONNET: ModelCapabilities = { ...CLAUDE_3, maxOutputTokens: 8192 }
const CLAUDE_3_5_HAIKU: ModelCapabilities = { ...CLAUDE_3_5_SONNET, images: false, promptCaching: CACHING_5M }
const CLAUDE_3_7: ModelCapabilities = {
  ...CLAUDE_3,
  promptCaching: CACHING_5M,
  reasoning: 'budget',
  explicitThinking: true,
  maxOutputTokens: 64_000,
}
/** Claude 4 takes temperature or top_p, not both. */
const CLAUDE_4: ModelCapabilities = { ...CLAUDE_3_7, sampling: 'one' }
const CLAUDE_4_OPUS: ModelCapabilities = { ...CLAUDE_4, maxOutputTokens: 32_000 }
const CLAUDE_4_5: ModelCapabilities = { ...CLAUDE_4, promptCaching: CACHING_1H, structuredOutput: true }
/** From here on thinking is adaptive, and an answer cannot be begun for the model. */
const CLAUDE_4_6: ModelCapabilities = {
  ...CLAUDE_4_5,
  reasoning: 'adaptive',
  reasoningEfforts: ['low', 'medium', 'high', 'max'],
  prefill: false,
  maxOutputTokens: 128_000,
}
/** Structured output was listed for Opus 4.6, not for Sonnet 4.6 (2026-11). */
const CLAUDE_4_6_SONNET: ModelCapabilities = { ...CLAUDE_4_6, structuredOutput: false }
/** From here on sampling parameters are refused, and reasoning comes with its signature alone unless asked for. */
const CLAUDE_4_7: ModelCapabilities = {
  ...CLAUDE_4_6,
  reasoningEfforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  hidesReasoning: true,
  sampling: 'none',
  topK: 'none',
  structuredOutput: false,
}

/**
 * What is known of a Claude model.
 *
 * @param model - the bare id, e.g. `anthropic.claude-opus-4-20250514-v1:0`. Where it names no generation (a
 *   profile that only declares its family), Sonnet 4.5's facts, without native structured output, hold.
 */
export function describeClaude(model: string): ModelCapabilities {
  const name = model.slice(model.indexOf('claude-') + 'claude-'.length)
  if (!model.includes('claude-')) return { ...CLAUDE_4_5, structuredOutput: false }
  const generation = claudeGeneration(name)
  if (generation < 300) return CLAUDE_2
  if (generation < 305) return CLAUDE_3
  if (generation < 307) return name.includes('haiku') ? CLAUDE_3_5_HAIKU : CLAUDE_3_5_SONNET
  if (generation < 400) return CLAUDE_3_7
  if (generation < 405) return name.startsWith('opus') ? CLAUDE_4_OPUS : CLAUDE_4
  if (generation < 406) return CLAUDE_4_5
  if (generation < 407) return name.startsWith('opus') ? CLAUDE_4_6 : CLAUDE_4_6_SONNET
  return CLAUDE_4_7
}

/**
 * The generation, major × 100 + minor: `3-5-haiku-2024...` is 305, `sonnet-4-6` is 406, `opus-4-20250514-v1:0`
 * is 400 (the date is no minor version), `v2:1` is 200. A name without a number is taken for the newest.
 */
function claudeGeneration(name: string): number {
  if (/^(?:v2|instant)/.test(name)) return 200
  const match = /^(?:[a-z]+-)?(\d{1,2})(?:-(\d{1,2}))?(?!\d)/.exec(name)
  return match === null ? Number.POSITIVE_INFINITY : Number(match[1]) * 100 + Number(match[2] ?? 0)
}
