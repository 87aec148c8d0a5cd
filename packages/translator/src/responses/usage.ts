import type { TokenUsage } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseUsage } from 'openai/resources/responses/responses'

import { isObject } from '../json-shape.ts'

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

/** Responses → Converse: `inputTokens` are those that neither came from a cache nor went into one. Missing counts are 0. */
export function toConverseUsage(usage: unknown): TokenUsage {
  const { input_tokens, output_tokens, input_tokens_details } = isObject(usage) ? usage : {}
  const details = isObject(input_tokens_details) ? input_tokens_details : {}
  const cacheRead = toCount(details['cached_tokens'])
  const cacheWrite = toCount(details['cache_write_tokens'])
  const inputTokens = Math.max(0, toCount(input_tokens) - cacheRead - cacheWrite)
  const outputTokens = toCount(output_tokens)
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + cacheRead + cacheWrite + outputTokens,
    ...(cacheRead > 0 ? { cacheReadInputTokens: cacheRead } : {}),
    ...(cacheWrite > 0 ? { cacheWriteInputTokens: cacheWrite } : {}),
  }
}

function toCount(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0
}
