import { isObject } from '../is-object.ts'
import { answer } from '../model-simulator/answer.ts'
import { countTokens } from '../model-simulator/limits.ts'
import type { Answer } from '../model-simulator/prompt.ts'
import { CREATED, modelOf, saying, type OpenAIAnswer, type OpenAIRequest } from './openai-answer.ts'
import { responsesPrompt } from './openai-prompt.ts'
import type { OutputItem } from './output-item.ts'
import { responseEvents } from './responses-events.ts'

/** How a service answers that is not OpenAI's own. */
export interface ResponseManner {
  readonly id: string
  /** Whether the model reasons. Default: where it is asked to. */
  readonly reasons?: boolean
  /** The summary of the reasoning is shown. */
  readonly showsSummary: boolean
  readonly encrypt: (reasoning: string) => string
}

/** POST .../responses */
export function response(request: OpenAIRequest): OpenAIAnswer {
  return responseAnswer(request, {
    id: 'resp_patchbay_testing',
    showsSummary: true,
    encrypt: (reasoning) => Buffer.from(reasoning).toString('base64'),
  })
}

/** A response in a service's own manner. */
export function responseAnswer({ body, text }: OpenAIRequest, manner: ResponseManner): OpenAIAnswer {
  const prompt = responsesPrompt(body)
  const said =
    text === undefined ? answer({ ...prompt, thinking: manner.reasons ?? prompt.thinking }) : saying(text)
  const output = outputItems(said, manner, callsBefore(body))
  const cut = said.stopReason === 'max_tokens'
  const empty = { ...emptyResponse(body), id: manner.id }
  const whole = {
    ...empty,
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    output,
    usage: usageOf(body, output),
  }
  const opening = { ...empty, status: 'in_progress', output: [], usage: null }
  return { body: whole, events: responseEvents(opening, whole, output) }
}

function emptyResponse(body: OpenAIRequest['body']) {
  return {
    object: 'response',
    created_at: CREATED,
    model: modelOf(body),
    error: null,
    incomplete_details: null as unknown,
    instructions: body['instructions'] ?? null,
    metadata: body['metadata'] ?? {},
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    temperature: body['temperature'] ?? 1,
    top_p: body['top_p'] ?? 1,
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    store: body['store'] ?? true,
  }
}

/** An id stands for one call of a conversation. */
function callsBefore({ input }: OpenAIRequest['body']): number {
  const list: readonly unknown[] = Array.isArray(input) ? input : []
  return list.filter((item) => isObject(item) && item['type'] === 'function_call').length
}

function outputItems(
  said: Answer,
  { showsSummary, encrypt }: ResponseManner,
  earlierCalls: number,
): OutputItem[] {
  const reasoning: OutputItem[] =
    said.reasoning === undefined
      ? []
      : [
          {
            type: 'reasoning',
            id: 'rs_1',
            summary: showsSummary ? [{ type: 'summary_text', text: said.reasoning }] : [],
            encrypted_content: encrypt(said.reasoning),
          },
        ]
  const message: OutputItem[] =
    said.text === undefined
      ? []
      : [
          {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: said.text, annotations: [], logprobs: [] }],
          },
        ]
  const calls = said.toolCalls.map((call, index): OutputItem => ({
    type: 'function_call',
    id: `fc_${earlierCalls + index + 1}`,
    call_id: `call_${earlierCalls + index + 1}`,
    name: call.name,
    arguments: JSON.stringify(call.input),
    status: 'completed',
  }))
  return [...reasoning, ...message, ...calls]
}

function usageOf(body: OpenAIRequest['body'], output: readonly OutputItem[]) {
  const input = countTokens(JSON.stringify(body['input'] ?? ''))
  const written = countTokens(JSON.stringify(output))
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: written,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + written,
  }
}
