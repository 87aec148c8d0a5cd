import * as fc from 'fast-check'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { toChatCompletionChunks } from '../chat-completions/completion-chunks.ts'
import { toTextCompletion } from './response.ts'
import { createTextCompletionStream } from './stream.ts'

const FRAME = { id: 'cmpl-1', object: 'chat.completion' as const, created: 1, model: 'm' }
const USAGE = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }

const choice = fc.record({
  content: fc.option(fc.string({ unit: 'grapheme' })),
  reasoning: fc.string(),
  reason: fc.constantFrom('stop', 'length', 'content_filter', 'tool_calls', 'function_call' as const),
  echo: fc.string(),
})

type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never

function completionOf(choices: readonly Choice[]): ChatCompletion {
  return {
    ...FRAME,
    choices: choices.map(({ content, reasoning, reason }, index) => ({
      index,
      message: {
        role: 'assistant',
        content,
        refusal: null,
        ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
      },
      logprobs: null,
      finish_reason: reason as 'stop',
    })),
    usage: USAGE,
  }
}

/** Every text of a delta in pieces of its own. */
function cut(chunk: ChatCompletionChunk): ChatCompletionChunk[] {
  const [first] = chunk.choices
  const content = first?.delta.content
  if (first === undefined || !content) return [chunk]
  return Array.from(content).map((letter) => ({
    ...chunk,
    choices: [{ ...first, delta: { content: letter } }],
  }))
}

describe('a streamed text completion', () => {
  it('adds up to the whole one', () => {
    fc.assert(
      fc.property(fc.array(choice, { minLength: 1, maxLength: 4 }), fc.boolean(), (choices, echo) => {
        const completion = completionOf(choices)
        const echoes = echo ? choices.map((one) => one.echo) : undefined
        const whole = toTextCompletion(completion, echoes)
        const toChunks = createTextCompletionStream(echoes)
        const chunks = toChatCompletionChunks(completion, { includeUsage: true })
          .flatMap(cut)
          .flatMap(toChunks)
        const pieces = chunks.flatMap((chunk) => chunk.choices)
        const joined = whole.choices.map(({ index }) => {
          const own = pieces.filter((piece) => piece.index === index)
          return {
            index,
            logprobs: null,
            text: own.map(({ text }) => text).join(''),
            finish_reason: own.at(-1)?.finish_reason,
            reasoning_content: own.map((piece) => piece.reasoning_content ?? '').join(''),
          }
        })
        expect(joined).toEqual(
          whole.choices.map((one) => ({ ...one, reasoning_content: one.reasoning_content ?? '' })),
        )
        expect(chunks.at(-1)).toMatchObject({ choices: [], usage: USAGE })
        expect(pieces.filter((piece) => piece.finish_reason !== null)).toHaveLength(choices.length)
        expect(chunks.every(({ object, id }) => object === 'text_completion' && id === 'cmpl-1')).toBe(true)
      }),
    )
  })
})
