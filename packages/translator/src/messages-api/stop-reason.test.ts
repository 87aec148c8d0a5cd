import { describe, expect, it } from 'vitest'

import { toMessageEnding } from './stop-reason.ts'
import { toMessageCounts } from './usage.ts'

const PLAIN = { structuredOutputTool: undefined, suppressToolCalls: false }

describe('toMessageEnding', () => {
  it.each([
    ['end_turn', 'end_turn'],
    ['tool_use', 'tool_use'],
    ['max_tokens', 'max_tokens'],
    ['stop_sequence', 'stop_sequence'],
    ['model_context_window_exceeded', 'model_context_window_exceeded'],
    ['guardrail_intervened', 'refusal'],
    ['content_filtered', 'refusal'],
    ['malformed_tool_use', 'end_turn'],
    ['toString', 'end_turn'],
    [undefined, 'end_turn'],
  ])('%s: %s', (given, reason) => {
    expect(toMessageEnding(given, 1, PLAIN).stop_reason).toBe(reason)
  })

  it('says nothing of calls that the caller does not see', () => {
    const hidden = { ...PLAIN, suppressToolCalls: true }
    expect(toMessageEnding('tool_use', 0, hidden).stop_reason).toBe('end_turn')
    expect(toMessageEnding('tool_use', 1, { ...PLAIN, structuredOutputTool: 'answer' }).stop_reason).toBe(
      'tool_use',
    )
    expect(toMessageEnding('tool_use', 0, PLAIN).stop_reason).toBe('tool_use')
  })
})

describe('toMessageCounts', () => {
  it('keeps cached tokens beside the others', () => {
    const usage = {
      inputTokens: 7,
      outputTokens: 5,
      totalTokens: 17,
      cacheReadInputTokens: 3,
      cacheWriteInputTokens: 2,
    }
    expect(toMessageCounts(usage)).toMatchObject({
      input_tokens: 7,
      output_tokens: 5,
      cache_read_input_tokens: 3,
      cache_creation_input_tokens: 2,
    })
    expect(toMessageCounts(undefined)).toMatchObject({ input_tokens: 0, output_tokens: 0 })
  })
})
