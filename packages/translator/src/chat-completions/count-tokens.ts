import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import type { ResponseInputItem } from 'openai/resources/responses/responses'
import type { InputTokenCountParams } from 'openai/resources/responses/input-tokens'

/** The chat completion request whose tokens are counted. */
type ChatRequest = ChatCompletionCreateParamsNonStreaming
type InputPart = Extract<ResponseInputItem.Message['content'][number], object>

/** Around every message stand marks of role and end. https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken */
const TOKENS_PER_MESSAGE = 3
const TOKENS_PER_ANSWER = 3
const CHARACTERS_PER_TOKEN = 4
/** A picture of 512 by 512 at high detail. https://platform.openai.com/docs/guides/images-vision#calculating-costs */
const TOKENS_PER_IMAGE = 255
/** About how many bytes of a PDF, as a page of text has them, make a token. */
const FILE_BYTES_PER_TOKEN = 24

/**
 * Estimates the tokens of a request without a tokenizer: four characters each, which holds for English. Good enough to
 * see that a prompt does not fit, not for billing.
 */
export function estimateInputTokens({ messages, tools }: Pick<ChatRequest, 'messages' | 'tools'>): number {
  const said = messages.reduce((sum, message) => sum + TOKENS_PER_MESSAGE + countMessageTokens(message), 0)
  const offered = tools === undefined ? 0 : countTextTokens(JSON.stringify(tools))
  return said + offered + TOKENS_PER_ANSWER
}

/**
 * A chat completion request as OpenAI's endpoint counts its tokens: `POST /responses/input_tokens`.
 *
 * https://platform.openai.com/docs/api-reference/responses/input-tokens
 */
export function toInputTokensRequest({ model, messages, tools }: ChatRequest): InputTokenCountParams {
  const functions = (tools ?? []).flatMap((tool) => {
    if (tool.type !== 'function') return []
    const { name, description, parameters, strict } = tool.function
    return [
      {
        type: 'function' as const,
        name,
        ...(description === undefined ? {} : { description }),
        parameters: parameters ?? { type: 'object', properties: {} },
        strict: strict ?? false,
      },
    ]
  })
  return {
    model,
    input: messages.flatMap(toInputItems),
    ...(functions.length === 0 ? {} : { tools: functions }),
  }
}

function toInputItems(message: ChatCompletionMessageParam): ResponseInputItem[] {
  if (message.role === 'tool') {
    return [
      { type: 'function_call_output', call_id: message.tool_call_id, output: readText(message.content) },
    ]
  }
  if (message.role === 'function') return []
  if (message.role !== 'assistant') {
    const content =
      typeof message.content === 'string' ? message.content : message.content.flatMap(toInputPart)
    return [{ role: message.role, content }]
  }
  const text = readText(message.content)
  const said: ResponseInputItem[] = text === '' ? [] : [{ role: 'assistant', content: text }]
  const calls = (message.tool_calls ?? []).flatMap((call): ResponseInputItem[] =>
    call.type === 'function'
      ? [
          {
            type: 'function_call',
            call_id: call.id,
            name: call.function.name,
            arguments: call.function.arguments,
          },
        ]
      : [],
  )
  return [...said, ...calls]
}

function toInputPart(part: ChatCompletionContentPart): InputPart[] {
  if (part.type === 'text') return [{ type: 'input_text', text: part.text }]
  if (part.type === 'image_url') {
    return [{ type: 'input_image', image_url: part.image_url.url, detail: part.image_url.detail ?? 'auto' }]
  }
  if (part.type !== 'file') return []
  const { file_data: data, filename } = part.file
  return [
    {
      type: 'input_file',
      ...(data === undefined ? {} : { file_data: data }),
      ...(filename === undefined ? {} : { filename }),
    },
  ]
}

function readText(content: unknown): string {
  if (typeof content === 'string') return content
  const parts: unknown[] = Array.isArray(content) ? content : []
  return parts
    .map((part) => (part as { text?: unknown }).text)
    .filter((text) => typeof text === 'string')
    .join('\n')
}

function countMessageTokens(message: ChatCompletionMessageParam): number {
  const calls = message.role === 'assistant' ? message.tool_calls : undefined
  const media = Array.isArray(message.content) ? message.content : []
  return (
    countTextTokens(readText(message.content)) +
    (calls === undefined ? 0 : countTextTokens(JSON.stringify(calls))) +
    media.reduce((sum, part) => sum + countMediaTokens(part), 0)
  )
}

function countMediaTokens(part: { readonly type: string }): number {
  if (part.type === 'image_url') return TOKENS_PER_IMAGE
  if (part.type === 'text') return 0
  return Math.ceil((JSON.stringify(part).length * 3) / 4 / FILE_BYTES_PER_TOKEN)
}

function countTextTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN)
}
