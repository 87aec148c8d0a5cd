import { toEncryptedContent } from '../../../packages/translator/src/responses/encrypted-content.ts'
import type { AwkwardRequest } from '../../support/conversation.arbitrary.ts'

type Json = Readonly<Record<string, unknown>>

/** Fields of chat completions under their names in the Responses API. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['max_tokens', 'max_output_tokens'],
  ['stop', 'stop_sequences'],
])
/** Those that the Responses API does not have. */
const GONE: ReadonlySet<string> = new Set([
  'messages',
  'tools',
  'seed',
  'frequency_penalty',
  'reasoning_effort',
  'response_format',
])

/** The same conversation as items: valid for OpenAI, awkward for Bedrock. */
export function toItems(request: AwkwardRequest): Json {
  const tools = listOf(request['tools']).map((tool) => ({ type: 'function', ...objectOf(tool['function']) }))
  const rest = Object.entries(request).filter(([name]) => !GONE.has(name))
  return {
    ...Object.fromEntries(rest.map(([name, value]) => [FIELDS.get(name) ?? name, value])),
    input: request.messages.flatMap(toMessageItems),
    ...(tools.length === 0 ? {} : { tools }),
    ...(request['reasoning_effort'] ? { reasoning: { effort: request['reasoning_effort'] } } : {}),
    ...toText(request['response_format']),
  }
}

/** `response_format` as `text.format`, where a schema's members stand beside its type. */
function toText(responseFormat: unknown): Json {
  if (!responseFormat) return {}
  const { json_schema: schema, ...format } = objectOf(responseFormat)
  return { text: { format: { ...format, ...objectOf(schema) } } }
}

function toMessageItems(message: AwkwardRequest['messages'][number]): Json[] {
  const { role, content, cache_control: mark } = message
  if (role === 'tool') {
    const output = toContent(content)
    return [{ type: 'function_call_output', call_id: message['tool_call_id'], output }]
  }
  const said = { role, content: toContent(content), ...(mark === undefined ? {} : { cache_control: mark }) }
  if (role !== 'assistant') return [said]
  const reasoning = listOf(message['content_blocks']).map((block) => ({
    type: 'reasoning',
    id: 'rs_1',
    summary: [],
    encrypted_content: toEncryptedContent([block as never]),
  }))
  const calls = listOf(message['tool_calls']).map((call) => ({
    type: 'function_call',
    call_id: call['id'],
    ...objectOf(call['function']),
  }))
  return [...reasoning, said, ...calls]
}

function toContent(content: unknown): unknown {
  if (!Array.isArray(content)) return content ?? ''
  return listOf(content).map((part) => {
    const { type, image_url: image, file, ...rest } = part
    if (type === 'image_url') return { ...rest, type: 'input_image', image_url: objectOf(image)['url'] }
    if (type === 'file') return { ...rest, type: 'input_file', ...objectOf(file) }
    return { ...rest, type: 'input_text' }
  })
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : []
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}
