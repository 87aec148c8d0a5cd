import {
  ConverseCommand,
  ConverseStreamCommand,
  type BedrockRuntimeClient,
} from '@aws-sdk/client-bedrock-runtime'

import type { Calls } from '../../contestant.ts'
import { converseRequest, type Prompt } from '../../prompts.ts'

/** Converse and ConverseStream by `client`. */
export function converse(client: BedrockRuntimeClient, prompt: Prompt): Calls {
  const input = converseRequest(prompt)
  const events = async () => {
    const answer = await client.send(new ConverseStreamCommand(input))
    if (answer.stream === undefined) throw new Error('no stream came')
    return answer.stream
  }
  return {
    async call() {
      const answer = await client.send(new ConverseCommand(input))
      return answer.output?.message?.content?.[0]?.text?.length ?? 0
    },
    async stream(onDelta) {
      for await (const event of await events())
        if (event.contentBlockDelta?.delta?.text !== undefined) onDelta()
    },
    async hold() {
      const iterator = (await events())[Symbol.asyncIterator]()
      while (true) {
        const { done, value } = await iterator.next()
        if (done === true) throw new Error('the stream ended without a delta')
        if (value.contentBlockDelta?.delta?.text !== undefined) return iterator
      }
    },
  }
}
