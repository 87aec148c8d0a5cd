import type { TokenUsage } from '@aws-sdk/client-bedrock-runtime'

import type { MessageCounts, MessageUsage } from './message-types.ts'

/**
 * Converse → Anthropic: the counts mean the same on both sides, cached tokens beside `input_tokens`. Missing ones are 0.
 *
 * https://docs.claude.com/en/docs/build-with-claude/prompt-caching#tracking-cache-performance
 */
export function toMessageCounts(usage: Partial<TokenUsage> | undefined): MessageCounts {
  return {
    input_tokens: usage?.inputTokens ?? 0,
    output_tokens: usage?.outputTokens ?? 0,
    cache_creation_input_tokens: usage?.cacheWriteInputTokens ?? 0,
    cache_read_input_tokens: usage?.cacheReadInputTokens ?? 0,
    server_tool_use: null,
    output_tokens_details: null,
  }
}

/** The same, with what else the usage of a whole answer holds. */
export function toMessageUsage(usage: Partial<TokenUsage> | undefined): MessageUsage {
  return {
    ...toMessageCounts(usage),
    cache_creation: null,
    inference_geo: null,
    service_tier: null,
    speed: null,
  }
}
