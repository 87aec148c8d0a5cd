import type OpenAI from 'openai'

import type { Calls } from '../../contestant.ts'
import { chatRequest, type Prompt } from '../../prompts.ts'

/** Plain and streamed chat completions by `client`, the stream read with `for await`. */
export function chatCompletions(client: Pick<OpenAI, 'chat'>, prompt: Prompt): Calls {
  const request = chatRequest(prompt)
  const streamed = { ...request, stream: true as const }
  return {
    async call() {
      const answer = await client.chat.completions.create(request)
      return answer.choices[0]?.message.content?.length ?? 0
    },
    async stream(onDelta) {
      for await (const chunk of await client.chat.completions.create(streamed))
        if (chunk.choices[0]?.delta.content) onDelta()
    },
    async hold() {
      const iterator = (await client.chat.completions.create(streamed))[Symbol.asyncIterator]()
      while (true) {
        const { done, value } = await iterator.next()
        if (done === true) throw new Error('the stream ended without a delta')
        if (value.choices[0]?.delta.content) return iterator
      }
    },
  }
}
