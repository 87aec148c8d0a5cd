import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { expect, it } from 'vitest'

import { textAnswers } from './text-answer.ts'

const FORMAT = {
  toBody: (answer: object) => answer,
  toChunk: () => [],
  toLastChunk: (answer: object) => answer,
}
const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 3 }

it.each([
  ['end_turn', 'end'],
  ['stop_sequence', 'end'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['content_filtered', 'filtered'],
  ['guardrail_intervened', 'filtered'],
  ['malformed_model_output', 'end'],
  ['toString', 'end'],
  [undefined, 'end'],
])('an answer that stops for %s ends with %s, whole and streamed', (stopReason, ending) => {
  const { toBody, createChunks } = textAnswers(FORMAT)
  const content = [{ text: 'So.' }]
  const answer = {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage,
    metrics: undefined,
  }
  const expected = { text: 'So.', reasoning: '', ending, inputTokens: 1, outputTokens: 2 }
  expect(toBody(answer as Parameters<typeof toBody>[0])).toEqual({ value: expected, warnings: [] })
  const stream = createChunks?.()
  const events = [
    { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'So.' } } },
    { messageStop: { stopReason } },
    { metadata: { usage, metrics: { latencyMs: 1 } } },
  ] as ConverseStreamOutput[]
  expect(events.flatMap((event) => stream?.push(event) ?? [])).toMatchObject([expected])
})
