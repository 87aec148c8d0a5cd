import type { TokenUsage } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseUsage } from 'openai/resources/responses/responses'

/**
 * Converse → Responses. Converse counts cached tokens beside `inputTokens`, OpenAI among `input_tokens`; the total is the
 * sum of the two counts. Missing counts are 0. Converse does not count reasoning separately.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function toResponseUsage(usage: Partial<TokenUsage> | undefined): ResponseUsage {
  const cacheRead = usage?.cacheReadInputTokens ?? 0
  const cacheWrite = usage?.cacheWriteInputTokens ?? 0
  const inputTokens = (usage?.inputTokens ?? 0) + cacheRead + cacheWrite
  const outputTokens = usage?.outputTokens ?? 0
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  }
}
