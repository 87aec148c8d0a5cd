import { describe, expect, it } from 'vitest'

import { readUsage } from './usage.ts'

describe('readUsage', () => {
  it.each([
    [
      'Chat Completions, cached tokens among the input',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 },
        completion_tokens_details: { reasoning_tokens: 5 },
      },
      [100, 20, 60, 10, 5],
    ],
    [
      'Responses, cached tokens among the input',
      {
        input_tokens: 100,
        output_tokens: 20,
        input_tokens_details: { cached_tokens: 60 },
        output_tokens_details: { reasoning_tokens: 5 },
      },
      [100, 20, 60, undefined, 5],
    ],
    [
      'Messages, cached tokens beside the input',
      { input_tokens: 30, output_tokens: 20, cache_read_input_tokens: 60, cache_creation_input_tokens: 10 },
      [100, 20, 60, 10, undefined],
    ],
    [
      'Messages, where nothing was cached',
      {
        input_tokens: 30,
        output_tokens: 20,
        cache_read_input_tokens: null,
        cache_creation_input_tokens: null,
        output_tokens_details: { thinking_tokens: 7 },
      },
      [30, 20, undefined, undefined, 7],
    ],
    [
      'Converse, cached tokens beside the input',
      {
        inputTokens: 30,
        outputTokens: 20,
        totalTokens: 120,
        cacheReadInputTokens: 60,
        cacheWriteInputTokens: 10,
      },
      [100, 20, 60, 10, undefined],
    ],
    ['Embeddings', { prompt_tokens: 8, total_tokens: 8 }, [8, undefined, undefined, undefined, undefined]],
    [
      'LiteLLM, with Anthropic’s names beside OpenAI’s',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        cache_read_input_tokens: 60,
        cache_creation_input_tokens: 10,
      },
      [100, 20, 60, 10, undefined],
    ],
  ])('reads that of %s', (_name, usage, expected) => {
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } =
      readUsage(usage) ?? {}
    expect([inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens]).toEqual(expected)
  })

  it.each([undefined, null, 3, 'usage'])('finds none in %s', (usage) => {
    expect(readUsage(usage)).toBeUndefined()
  })

  it('takes no text and no negative number for a count', () => {
    expect(readUsage({ prompt_tokens: '7', completion_tokens: -1 })).toEqual({
      inputTokens: undefined,
      outputTokens: undefined,
      cacheReadTokens: undefined,
      cacheWriteTokens: undefined,
      reasoningTokens: undefined,
    })
  })
})
