import { isObject } from '../is-object.ts'
import type { Prompt, PromptTool } from '../model-simulator/prompt.ts'

type Body = Readonly<Record<string, unknown>>

/** What a chat completions request asks, in the model simulator's terms. */
export function chatPrompt(body: Body): Prompt {
  const messages = asList(body['messages'])
  const lastAssistant = messages.findLastIndex((message) => message['role'] === 'assistant')
  const latest = messages.slice(lastAssistant + 1)
  const userText = messages.findLast((message) => message['role'] === 'user')
  return {
    ...emptyPrompt(body),
    text: textOf(userText?.['content']),
    toolResults: latest
      .filter((message) => message['role'] === 'tool' || message['role'] === 'function')
      .map((message) => textOf(message['content'])),
    attachments: attachmentsOf(userText?.['content']),
    tools: chatTools(body),
    toolChoice: chatToolChoice(body['tool_choice']),
    outputSchema: chatSchema(body['response_format']),
    stopSequences: [body['stop']].flat().filter((stop): stop is string => typeof stop === 'string'),
    maxTokens: numeric(body['max_completion_tokens']) ?? numeric(body['max_tokens']),
  }
}

/** What a responses request asks. */
export function responsesPrompt(body: Body): Prompt {
  const input = body['input']
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : asList(input)
  const latest = items.slice(items.findLastIndex(isFromModel) + 1)
  const userItem = items.findLast((item) => item['role'] === 'user')
  const format = isObject(body['text']) ? body['text']['format'] : undefined
  return {
    ...emptyPrompt(body),
    text: textOf(userItem?.['content']),
    toolResults: latest
      .filter((item) => item['type'] === 'function_call_output')
      .map((item) => textOf(item['output'])),
    attachments: attachmentsOf(userItem?.['content']),
    tools: asList(body['tools'])
      .filter((tool) => tool['type'] === 'function')
      .map(toTool),
    toolChoice: chatToolChoice(body['tool_choice']),
    thinking: isObject(body['reasoning']),
    outputSchema: isObject(format) ? format['schema'] : undefined,
    maxTokens: numeric(body['max_output_tokens']),
  }
}

/** A prompt of plain text. */
export function textPrompt(text: string, body: Body): Prompt {
  return { ...emptyPrompt(body), text, maxTokens: numeric(body['max_tokens']) }
}

function emptyPrompt(body: Body): Prompt {
  return {
    text: '',
    toolResults: [],
    attachments: [],
    tools: [],
    toolChoice: 'auto',
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    thinking: false,
    outputSchema: undefined,
    prefill: '',
    maxTokens: undefined,
    stopSequences: [],
  }
}

function chatTools(body: Body): PromptTool[] {
  const functions = asList(body['functions'])
  const tools = asList(body['tools']).flatMap((tool) =>
    isObject(tool['function']) ? [tool['function']] : [],
  )
  return [...functions, ...tools].map(toTool)
}

const toTool = (tool: Record<string, unknown>): PromptTool => ({
  name: String(tool['name']),
  description: typeof tool['description'] === 'string' ? tool['description'] : '',
  schema: tool['parameters'] ?? {},
})

function chatToolChoice(choice: unknown): Prompt['toolChoice'] {
  if (choice === 'required') return 'any'
  if (choice === 'none') return 'none'
  if (!isObject(choice)) return 'auto'
  const named = isObject(choice['function']) ? choice['function']['name'] : choice['name']
  return typeof named === 'string' ? { name: named } : 'auto'
}

function chatSchema(format: unknown): unknown {
  if (!isObject(format)) return undefined
  if (format['type'] === 'json_object') return { type: 'object', properties: { answer: { type: 'string' } } }
  return isObject(format['json_schema']) ? format['json_schema']['schema'] : undefined
}

const isFromModel = (item: Record<string, unknown>): boolean =>
  item['role'] === 'assistant' || item['type'] === 'function_call' || item['type'] === 'reasoning'

const asList = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : []

const numeric = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return asList(content)
    .flatMap((part) => (typeof part['text'] === 'string' ? part['text'] : []))
    .join('\n')
}

function attachmentsOf(content: unknown): string[] {
  return asList(content).flatMap((part) => {
    const type = String(part['type'])
    if (type === 'image_url' || type === 'input_image') return ['a picture']
    return type === 'file' || type === 'input_file' ? ['a file'] : []
  })
}
