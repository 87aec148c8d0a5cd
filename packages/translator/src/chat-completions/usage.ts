import type { TokenUsage } from '@aws-sdk/client-bedrock-runtime'
import type { CompletionUsage } from 'openai/resources/completions'

/**
 * Converse → OpenAI. Converse counts cached tokens beside `inputTokens`, OpenAI inside of `prompt_tokens`; the total
 * is made of the two counts, so that nothing is counted twice. Missing counts are 0.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 * https://platform.openai.com/docs/guides/prompt-caching
 */
export function toCompletionUsage(usage: Partial<TokenUsage> | undefined): CompletionUsage {
  const cacheRead = usage?.cacheReadInputTokens ?? 0
  const cacheWrite = usage?.cacheWriteInputTokens ?? 0
  const promptTokens = (usage?.inputTokens ?? 0) + cacheRead + cacheWrite
  const completionTokens = usage?.outputTokens ?? 0
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    ...(cacheRead > 0 || cacheWrite > 0
      ? { prompt_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite } }
      : {}),
  }
}

/** OpenAI → Converse: `inputTokens` are those that neither came from a cache nor went into one. */
export function toTokenUsage(usage: CompletionUsage | null | undefined): TokenUsage {
  const cacheRead = usage?.prompt_tokens_details?.cached_tokens ?? 0
  const cacheWrite = usage?.prompt_tokens_details?.cache_write_tokens ?? 0
  const inputTokens = Math.max(0, (usage?.prompt_tokens ?? 0) - cacheRead - cacheWrite)
  const outputTokens = usage?.completion_tokens ?? 0
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + cacheRead + cacheWrite + outputTokens,
    ...(cacheRead > 0 ? { cacheReadInputTokens: cacheRead } : {}),
    ...(cacheWrite > 0 ? { cacheWriteInputTokens: cacheWrite } : {}),
  }
}
