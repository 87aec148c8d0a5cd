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
import type { ModelCapabilities } from './model-capabilities.ts'

type Differences = Partial<ModelCapabilities>

const CACHING_5M: Differences = {
  promptCaching: { system: true, messages: true, tools: true, ttl: ['5m'] },
}
const CACHING_1H: Differences = {
  promptCaching: { system: true, messages: true, tools: true, ttl: ['5m', '1h'] },
}

export const CLAUDE_3: ModelCapabilities = {
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
export const CLAUDE_2: Differences = {
  ...CLAUDE_3,
  tools: false,
  streamedTools: false,
  toolChoice: { any: false, tool: false },
  images: false,
  imagesInToolResult: false,
}
export const CLAUDE_3_5: Differences = { ...CLAUDE_3, citations: true, maxOutputTokens: 8192 }
export const CLAUDE_3_5_HAIKU: Differences = {
  ...CLAUDE_3_5,
  ...CACHING_5M,
  images: false,
  imagesInToolResult: false,
}
/** Before 3.7 the models refuse to be held to one call at a time. */
export const CLAUDE_3_7: ModelCapabilities = {
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
export const CLAUDE_4: ModelCapabilities = { ...CLAUDE_3_7, sampling: 'one' }
export const CLAUDE_4_OPUS: Differences = { ...CLAUDE_4, maxOutputTokens: 32_000 }
export const CLAUDE_4_5: ModelCapabilities = {
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
export const CLAUDE_4_6: ModelCapabilities = {
  ...CLAUDE_4_5,
  reasoning: 'adaptive',
  reasoningEfforts: ['low', 'medium', 'high', 'max'],
  prefill: false,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
}
/** From here on sampling parameters are refused, and reasoning comes with its signature alone unless asked for. */
export const CLAUDE_4_7: ModelCapabilities = {
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
export const CLAUDE_5: ModelCapabilities = { ...CLAUDE_4_7, reasoningOff: 'disabled' }
export const CLAUDE_5_FABLE: Differences = {
  ...CLAUDE_5,
  profiles: ['us', 'eu', 'global'],
  reasoningOff: 'never',
}
/** Refuse to be forced to call a tool. */
export const CLAUDE_UNFORCED: ModelCapabilities = {
  ...CLAUDE_5,
  toolChoice: { any: false, tool: false },
  reasoningOff: 'never',
}
export const CLAUDE_5_5_SONNET: Differences = {
  ...CLAUDE_UNFORCED,
  profiles: ['us', 'eu', 'au', 'global'],
  reasoningOff: 'between_tools',
  doubtful: ['structured-output', 'strict-tools', 'thinking-off'],
}
