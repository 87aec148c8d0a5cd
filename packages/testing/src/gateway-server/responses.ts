import { isObject } from '../is-object.ts'
import { answer } from '../model-simulator/answer.ts'
import { countTokens } from '../model-simulator/limits.ts'
import type { Answer, SaidCall } from '../model-simulator/prompt.ts'
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
export function responseAnswer(
  { body, text, said: scripted }: OpenAIRequest,
  manner: ResponseManner,
): OpenAIAnswer {
  const prompt = responsesPrompt(body)
  const said =
    scripted ??
    (text === undefined ? answer({ ...prompt, thinking: manner.reasons ?? prompt.thinking }) : saying(text))
  const output = outputItems(said, manner, body)
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
  return list.filter((item) => isObject(item) && /^(?:function|custom_tool)_call$/.test(String(item['type'])))
    .length
}

function outputItems(
  said: Answer,
  { showsSummary, encrypt }: ResponseManner,
  body: OpenAIRequest['body'],
): OutputItem[] {
  const earlierCalls = callsBefore(body)
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
  const calls = said.toolCalls.map((call, index) =>
    toCallItem(call, earlierCalls + index + 1, findOffered(call.name, body)),
  )
  return [...reasoning, ...message, ...calls]
}

/** How a tool was offered. */
interface OfferedTool {
  readonly custom: boolean
  readonly namespace: string | undefined
}

/** A tool by its name: among the request's, in their namespaces, and in those that come as an item of the input. */
function findOffered(name: string, { tools, input }: OpenAIRequest['body']): OfferedTool {
  const items = (Array.isArray(input) ? (input as readonly unknown[]) : []).flatMap((item) =>
    isObject(item) && item['type'] === 'additional_tools' ? listObjects(item['tools']) : [],
  )
  for (const tool of [...listObjects(tools), ...items]) {
    const isNamespace = tool['type'] === 'namespace'
    const found = (isNamespace ? listObjects(tool['tools']) : [tool]).find((each) => each['name'] === name)
    if (found === undefined) continue
    return {
      custom: found['type'] === 'custom',
      namespace: isNamespace ? String(tool['name']) : undefined,
    }
  }
  return { custom: false, namespace: undefined }
}

function listObjects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A call of a custom tool has its text in `input.input`, as Converse has it from a request that was translated. */
function toCallItem(
  { name, input, id }: SaidCall,
  number: number,
  { custom, namespace }: OfferedTool,
): OutputItem {
  const common = {
    call_id: id ?? `call_${number}`,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    status: 'completed',
  }
  return custom
    ? { type: 'custom_tool_call', id: `ctc_${number}`, ...common, input: textOf(input['input']) }
    : { type: 'function_call', id: `fc_${number}`, ...common, arguments: JSON.stringify(input) }
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
