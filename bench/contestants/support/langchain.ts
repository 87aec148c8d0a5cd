import type { BaseChatModel } from '@langchain/core/language_models/chat_models'

import type { Calls } from '../../contestant.ts'
import type { Prompt } from '../../prompts.ts'

/** `invoke` and `stream` of a LangChain chat model; short questions alone. */
export function langchain(model: BaseChatModel, { turns }: Prompt): Calls {
  const prompt = turns.map((turn) => ('text' in turn ? turn.text : '')).join('')
  return {
    async call() {
      return (await model.invoke(prompt)).text.length
    },
    async stream(onDelta) {
      for await (const chunk of await model.stream(prompt)) if (chunk.text !== '') onDelta()
    },
  }
}
