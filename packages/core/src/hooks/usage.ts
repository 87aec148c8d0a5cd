import { isRecord } from '../internal/is-record.ts'
import type { HookUsage } from './hook-event.ts'

/**
 * The usage of an answer or an event of any API, in one convention: `inputTokens` includes what was read from or written to a cache,
 * `outputTokens` includes reasoning. What is not told is `undefined`.
 *
 * - Chat Completions, Completions, Embeddings (`prompt_tokens`) and Responses, Images (`input_tokens` with
 *   `input_tokens_details`) count cached tokens among the input: https://platform.openai.com/docs/guides/prompt-caching
 * - Messages counts them beside it: https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 * - Converse as well: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function readUsage(usage: unknown): Partial<HookUsage> | undefined {
  if (!isRecord(usage)) return undefined
  if ('inputTokens' in usage || 'outputTokens' in usage) return ofConverse(usage)
  if ('prompt_tokens' in usage || 'completion_tokens' in usage) return ofChat(usage)
  const isMessages = 'cache_read_input_tokens' in usage || 'cache_creation_input_tokens' in usage
  return isMessages ? ofMessages(usage) : ofResponses(usage)
}

type Members = Readonly<Record<string, unknown>>

function ofConverse(usage: Members): Partial<HookUsage> {
  const cacheReadTokens = count(usage['cacheReadInputTokens'])
  const cacheWriteTokens = count(usage['cacheWriteInputTokens'])
  return {
    inputTokens: sum(count(usage['inputTokens']), cacheReadTokens, cacheWriteTokens),
    outputTokens: count(usage['outputTokens']),
    cacheReadTokens,
    cacheWriteTokens,
  }
}

function ofMessages(usage: Members): Partial<HookUsage> {
  const cacheReadTokens = count(usage['cache_read_input_tokens'])
  const cacheWriteTokens = count(usage['cache_creation_input_tokens'])
  return {
    // The last event of a stream may tell the output alone.
    inputTokens: sum(count(usage['input_tokens']), cacheReadTokens, cacheWriteTokens),
    outputTokens: count(usage['output_tokens']),
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: count(within(usage, 'output_tokens_details')['thinking_tokens']),
  }
}

function ofChat(usage: Members): Partial<HookUsage> {
  const details = within(usage, 'prompt_tokens_details')
  return {
    inputTokens: count(usage['prompt_tokens']),
    outputTokens: count(usage['completion_tokens']),
    // LiteLLM has Anthropic's names beside OpenAI's, DeepSeek one of its own.
    cacheReadTokens:
      count(details['cached_tokens']) ??
      count(usage['cache_read_input_tokens']) ??
      count(usage['prompt_cache_hit_tokens']),
    cacheWriteTokens:
      count(details['cache_write_tokens']) ??
      count(details['cache_creation_tokens']) ??
      count(usage['cache_creation_input_tokens']),
    reasoningTokens: count(within(usage, 'completion_tokens_details')['reasoning_tokens']),
  }
}

function ofResponses(usage: Members): Partial<HookUsage> {
  const details = within(usage, 'input_tokens_details')
  return {
    inputTokens: count(usage['input_tokens']),
    outputTokens: count(usage['output_tokens']),
    cacheReadTokens: count(details['cached_tokens']),
    cacheWriteTokens: count(details['cache_write_tokens']),
    reasoningTokens: count(within(usage, 'output_tokens_details')['reasoning_tokens']),
  }
}

function within(usage: Members, name: string): Members {
  const value = usage[name]
  return isRecord(value) ? value : {}
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

/** Of what is told; `undefined` where the first one is not. */
function sum(first: number | undefined, ...others: readonly (number | undefined)[]): number | undefined {
  return first === undefined ? undefined : others.reduce<number>((total, each) => total + (each ?? 0), first)
}

/** Several answers to one request, as one. */
export function addUsage(one: Partial<HookUsage> | undefined, other: Partial<HookUsage>): Partial<HookUsage> {
  if (one === undefined) return other
  const add = (name: keyof HookUsage): number | undefined =>
    one[name] === undefined ? other[name] : one[name] + (other[name] ?? 0)
  return {
    inputTokens: add('inputTokens'),
    outputTokens: add('outputTokens'),
    cacheReadTokens: add('cacheReadTokens'),
    cacheWriteTokens: add('cacheWriteTokens'),
    reasoningTokens: add('reasoningTokens'),
  }
}

/** With a member for every count, `undefined` where it was not told. */
export function wholeUsage(usage: Partial<HookUsage> | undefined): HookUsage | undefined {
  if (usage === undefined) return undefined
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage
  return { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens }
}
