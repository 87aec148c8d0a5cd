import { toMessage } from '../messages-api/message.ts'
import { messagesPrompt } from '../messages-api/prompt.ts'
import { maxTokensProblem, messagesProblem, type MessagesRequest } from '../messages-api/request.ts'
import { toStreamEvents } from '../messages-api/stream-events.ts'
import { answer } from '../model-simulator/answer.ts'
import { countTokens } from '../model-simulator/limits.ts'
import { modelOf, saying, type BackendAnswer, type OpenAIRequest } from './openai-answer.ts'

/** POST .../messages: https://platform.claude.com/docs/en/api/messages */
export function messages({ body, text }: OpenAIRequest): BackendAnswer {
  const problem =
    modelProblem(body) ?? maxTokensProblem(body['max_tokens']) ?? messagesProblem(body['messages'])
  if (problem !== undefined) return { error: { status: 400, message: problem } }
  const request = body as unknown as MessagesRequest
  const said = text === undefined ? answer(messagesPrompt(request)) : saying(text)
  const message = toMessage(request, said, modelOf(body), '')
  const usage = { ...message.usage, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
  return {
    body: { ...message, usage },
    events: withPing(toStreamEvents({ ...message, usage })),
    done: false,
  }
}

/** POST .../messages/count_tokens: https://platform.claude.com/docs/en/api/messages-count-tokens */
export function countMessageTokens({ body }: OpenAIRequest): BackendAnswer {
  const problem = modelProblem(body) ?? messagesProblem(body['messages'])
  if (problem !== undefined) return { error: { status: 400, message: problem } }
  return { body: { input_tokens: countTokens(JSON.stringify(body['messages'])) } }
}

const modelProblem = ({ model }: OpenAIRequest['body']): string | undefined =>
  typeof model === 'string' ? undefined : 'model: Field required'

/** The service sends its first `ping` after the first block has begun. */
function withPing(events: readonly { readonly type: string }[]): { readonly type: string }[] {
  const at = events.findIndex(({ type }) => type === 'content_block_start') + 1
  return at === 0 ? [...events] : [...events.slice(0, at), { type: 'ping' }, ...events.slice(at)]
}
