import {
  type Content,
  functionTool,
  list,
  mediaPart,
  members,
  type Message,
  type Part,
  reasoningPart,
  text,
  textPart,
  toolCall,
  toolResponse,
} from './message.ts'

/** A request of OpenAI's Responses. */
export function responsesRequest(body: Readonly<Record<string, unknown>>): Content {
  const { instructions, input, tools } = body
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : list(input)
  return {
    instructions: typeof instructions === 'string' ? [textPart(instructions)] : undefined,
    messages: items.map(toMessage),
    tools: list(tools).map((tool) => {
      const { type, name, description, parameters } = members(tool)
      return type === 'function'
        ? functionTool(name, description, parameters)
        : { type: text(type) || 'unknown', ...(typeof name === 'string' && { name }) }
    }),
  }
}

/** An answer of Responses: its items are one message. */
export function responseAnswer({ output, status }: Readonly<Record<string, unknown>>): Message[] {
  const parts = list(output).flatMap((item) => toMessage(item).parts)
  const finish_reason = status === 'completed' ? 'stop' : status === 'incomplete' ? 'length' : 'error'
  return [{ role: 'assistant', parts, finish_reason }]
}

/** The same of the events of a stream: the last ones hold the whole answer. */
export function responseEvents(events: readonly unknown[]): Message[] {
  const last = events.findLast((event) => members(event)['response'] !== undefined)
  return responseAnswer(members(members(last)['response']))
}

function toMessage(given: unknown): Message {
  const item = members(given)
  const { type = 'message', role, content, call_id } = item
  switch (type) {
    case 'message':
      return {
        role: text(role),
        parts: typeof content === 'string' ? [textPart(content)] : list(content).map(toPart),
      }
    case 'function_call':
    case 'custom_tool_call':
      return {
        role: 'assistant',
        parts: [toolCall(call_id, item['name'], item['arguments'] ?? item['input'])],
      }
    case 'function_call_output':
    case 'custom_tool_call_output':
      return { role: 'tool', parts: [toolResponse(call_id, item['output'])] }
    case 'reasoning':
      return { role: 'assistant', parts: reasoning(item) }
    default:
      return { role: 'assistant', parts: [{ type: text(type) || 'unknown' }] }
  }
}

/** Encrypted reasoning is left out: nobody but its model can read it. */
function reasoning({ summary, content }: Readonly<Record<string, unknown>>): Part[] {
  return [...list(summary), ...list(content)].map((part) => reasoningPart(members(part)['text']))
}

function toPart(given: unknown): Part {
  const part = members(given)
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
      return textPart(part['text'])
    case 'refusal':
      return { type: 'refusal', content: text(part['refusal']) }
    case 'input_image':
      return toMedia('image', part['file_id'], part['image_url'])
    case 'input_file':
      return toMedia('document', part['file_id'], part['file_url'] ?? part['file_data'])
    default:
      return { type: text(part['type']) || 'unknown' }
  }
}

function toMedia(modality: string, file_id: unknown, url: unknown): Part {
  return typeof file_id === 'string' ? { type: 'file', modality, file_id } : mediaPart(modality, { url })
}
