import { answer } from '../model-simulator/answer.ts'
import { usageOf } from './chat-completions.ts'
import { CREATED, modelOf, pieces, type OpenAIAnswer, type OpenAIRequest } from './openai-answer.ts'
import { textPrompt } from './openai-prompt.ts'

/** POST .../completions */
export function completion({ body, text }: OpenAIRequest): OpenAIAnswer {
  const prompt = [body['prompt']].flat().join('\n')
  const said = answer(textPrompt(prompt, body))
  const words = text ?? said.text ?? ''
  const finish = said.stopReason === 'max_tokens' ? 'length' : 'stop'
  const common = {
    id: 'cmpl-patchbay-testing',
    object: 'text_completion',
    created: CREATED,
    model: modelOf(body),
  }
  const choice = (part: string, reason: string | null) => ({
    ...common,
    choices: [{ index: 0, text: part, logprobs: null, finish_reason: reason }],
  })
  return {
    body: { ...choice(words, finish), usage: usageOf(body, said) },
    events: [...pieces(words).map((part) => choice(part, null)), choice('', finish)],
    done: true,
  }
}
