import { StopReason } from '@aws-sdk/client-bedrock-runtime'
import { assert, integer, option, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isKnownStopReason } from '../converse/stop-reason.ts'
import { toFinishReason, toStopReason } from './finish-reason.ts'
import { toCompletionUsage, toTokenUsage } from './usage.ts'

describe('finish reasons', () => {
  it.each(Object.values(StopReason))('has a word for %s that comes back as itself', (stopReason) => {
    const finishReason = toFinishReason(stopReason)
    expect(toFinishReason(toStopReason(finishReason))).toBe(finishReason)
    expect(isKnownStopReason(stopReason)).toBe(true)
  })

  it('takes any other word for a plain end', () => {
    assert(
      property(string(), (word) => isKnownStopReason(word) || toFinishReason(word) === 'stop'),
      { examples: [['toString'], ['constructor'], ['__proto__']] },
    )
    expect(toFinishReason(undefined)).toBe('stop')
    expect(toStopReason(null)).toBe('end_turn')
    expect(toStopReason('toString')).toBe('end_turn')
  })
})

describe('usage', () => {
  const count = integer({ min: 0, max: 1e6 })

  it('counts cached tokens once, and comes back as it went', () => {
    const usage = record({
      inputTokens: count,
      outputTokens: count,
      cacheReadInputTokens: option(integer({ min: 1, max: 1e6 }), { nil: undefined }),
      cacheWriteInputTokens: option(integer({ min: 1, max: 1e6 }), { nil: undefined }),
    })
    assert(
      property(
        usage,
        ({ inputTokens, outputTokens, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 }) => {
          const totalTokens = inputTokens + outputTokens + cacheReadInputTokens + cacheWriteInputTokens
          const converse = {
            inputTokens,
            outputTokens,
            totalTokens,
            ...(cacheReadInputTokens > 0 ? { cacheReadInputTokens } : {}),
            ...(cacheWriteInputTokens > 0 ? { cacheWriteInputTokens } : {}),
          }
          const openai = toCompletionUsage(converse)
          expect(openai.total_tokens).toBe(totalTokens)
          expect(openai.prompt_tokens + openai.completion_tokens).toBe(openai.total_tokens)
          expect(toTokenUsage(openai)).toEqual(converse)
        },
      ),
    )
  })

  it('makes zeros of nothing', () => {
    expect(toCompletionUsage(undefined)).toEqual({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
    expect(toTokenUsage(null)).toEqual({ inputTokens: 0, outputTokens: 0, totalTokens: 0 })
  })
})
