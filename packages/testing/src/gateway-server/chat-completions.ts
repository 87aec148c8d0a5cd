import { isObject } from '../is-object.ts'
import { answer } from '../model-simulator/answer.ts'
import { countTokens } from '../model-simulator/limits.ts'
import type { Answer } from '../model-simulator/prompt.ts'
import { CREATED, modelOf, pieces, saying, type OpenAIAnswer, type OpenAIRequest } from './openai-answer.ts'
import { chatPrompt } from './openai-prompt.ts'

const ID = 'chatcmpl-patchbay-testing'
const FINISH_REASON: Record<Answer['stopReason'], string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
}

/** POST .../chat/completions */
export function chatCompletion({ body, text, said: scripted }: OpenAIRequest): OpenAIAnswer {
  const said = scripted ?? (text === undefined ? answer(chatPrompt(body)) : saying(text))
  const toolCalls = said.toolCalls.map((call, index) => ({
    id: call.id ?? `call_${callsBefore(body) + index + 1}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.input) },
  }))
  const usage = usageOf(body, said)
  const finishReason = FINISH_REASON[said.stopReason]
  const message = {
    role: 'assistant',
    content: said.text ?? null,
    refusal: null,
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  }
  const common = { id: ID, created: CREATED, model: modelOf(body) }
  return {
    body: {
      ...common,
      object: 'chat.completion',
      choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
      usage,
    },
    events: chunks(common, said.text ?? '', toolCalls, finishReason, includesUsage(body) ? usage : undefined),
    done: true,
  }
}

/** An id stands for one call of a conversation. */
function callsBefore({ messages }: OpenAIRequest['body']): number {
  const list: readonly unknown[] = Array.isArray(messages) ? messages : []
  return list.flatMap((message) => (isObject(message) && message['tool_calls']) || []).length
}

function chunks(
  common: object,
  text: string,
  toolCalls: readonly { id: string; type: string; function: { name: string; arguments: string } }[],
  finishReason: string,
  usage: object | undefined,
): unknown[] {
  const chunk = (delta: object, finish: string | null = null) => ({
    ...common,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(usage && { usage: null }),
  })
  return [
    chunk({ role: 'assistant', content: '' }),
    ...pieces(text).map((content) => chunk({ content })),
    ...toolCalls.flatMap((call, index) => [
      chunk({ tool_calls: [{ ...call, index, function: { ...call.function, arguments: '' } }] }),
      ...pieces(call.function.arguments).map((part) =>
        chunk({ tool_calls: [{ index, function: { arguments: part } }] }),
      ),
    ]),
    chunk({}, finishReason),
    ...(usage ? [{ ...common, object: 'chat.completion.chunk', choices: [], usage }] : []),
  ]
}

/** Usage as OpenAI counts it: prompt, completion, total. */
export function usageOf(body: OpenAIRequest['body'], said: Answer): object {
  const input = countTokens(JSON.stringify(body['messages'] ?? body['prompt'] ?? ''))
  const output =
    countTokens(said.text ?? '') + countTokens(said.toolCalls.map((call) => JSON.stringify(call)).join(''))
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
}

const includesUsage = (body: OpenAIRequest['body']): boolean =>
  isObject(body['stream_options']) && body['stream_options']['include_usage'] === true
