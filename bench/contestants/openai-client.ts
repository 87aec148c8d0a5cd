// What the contestants that use the `openai` client have in common.
import type OpenAI from 'openai'

import type { Contestant } from '../measure.ts'
import { MODEL, PROMPT } from '../shape.ts'

const messages = [{ role: 'user' as const, content: PROMPT }]

/** Plain and streamed chat completions by `client`. */
export function chatCompletions(client: OpenAI): Contestant {
  return {
    async call() {
      const answer = await client.chat.completions.create({ model: MODEL, messages })
      return answer.choices[0]?.message.content ?? ''
    },
    async stream() {
      const stream = await client.chat.completions.create(
        { model: MODEL, messages, stream: true },
        { headers: { 'x-bench-stream': '1' } },
      )
      let deltas = 0
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) deltas += 1
      return deltas
    },
  }
}
