import type { TokenUsage } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseUsage } from 'openai/resources/responses/responses'

import { toCompletionUsage } from '../chat-completions/usage.ts'

/** Converse → Responses: the same counts under their names here. Converse counts no reasoning apart. */
export function toResponseUsage(usage: Partial<TokenUsage> | undefined): ResponseUsage {
  const counts = toCompletionUsage(usage)
  return {
    input_tokens: counts.prompt_tokens,
    input_tokens_details: {
      cached_tokens: counts.prompt_tokens_details?.cached_tokens ?? 0,
      cache_write_tokens: counts.prompt_tokens_details?.cache_write_tokens ?? 0,
    },
    output_tokens: counts.completion_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: counts.total_tokens,
  }
}
