import {
  type Content,
  functionTool,
  list,
  mediaPart,
  members,
  type Message,
  type Part,
  parsed,
  reasoningPart,
  text,
  textPart,
  toolCall,
  toolResponse,
} from './message.ts'

/** A request of Anthropic's Messages, or a body of Claude's for InvokeModel. */
export function messagesRequest(body: Readonly<Record<string, unknown>>): Content {
  const { system, messages, tools } = body
  return {
    instructions: typeof system === 'string' ? [textPart(system)] : list(system).map(toPart),
    messages: list(messages).map((message) => {
      const { role, content } = members(message)
      const parts = typeof content === 'string' ? [textPart(content)] : list(content).map(toPart)
      return { role: text(role), parts }
    }),
    tools: list(tools).map((tool) => {
      const { type, name, description, input_schema } = members(tool)
      return input_schema === undefined
        ? { type: text(type) || 'unknown', name: text(name) }
        : functionTool(name, description, input_schema)
    }),
  }
}

/** An answer of Messages. */
export function messageAnswer({ content, stop_reason }: Readonly<Record<string, unknown>>): Message[] {
  return [
    { role: 'assistant', parts: list(content).map(toPart), finish_reason: text(stop_reason) || 'error' },
  ]
}

/** The same of the events of a stream. */
export function messageEvents(events: readonly unknown[]): Message[] {
  const blocks: Record<string, unknown>[] = []
  let stop_reason: unknown
  for (const event of events) {
    const { type, index, content_block, delta } = members(event)
    if (type === 'message_delta') stop_reason = members(delta)['stop_reason'] ?? stop_reason
    if (typeof index !== 'number') continue
    if (type === 'content_block_start') blocks[index] = { ...members(content_block) }
    if (type === 'content_block_delta') addDelta((blocks[index] ??= {}), members(delta))
  }
  return messageAnswer({ content: blocks.filter(Boolean).map(complete), stop_reason })
}

function addDelta(block: Record<string, unknown>, delta: Readonly<Record<string, unknown>>): void {
  const { text: words, thinking, partial_json } = delta
  if (typeof words === 'string') block['text'] = text(block['text']) + words
  if (typeof thinking === 'string') block['thinking'] = text(block['thinking']) + thinking
  if (typeof partial_json === 'string') block['json'] = text(block['json']) + partial_json
}

/** The input of a tool comes as pieces of JSON. */
function complete({ json, ...block }: Record<string, unknown>): Record<string, unknown> {
  return typeof json === 'string' && json !== '' ? { ...block, input: parsed(json) } : block
}

function toPart(given: unknown): Part {
  const block = members(given)
  switch (block['type']) {
    case 'text':
      return textPart(block['text'])
    case 'thinking':
      return reasoningPart(block['thinking'])
    case 'tool_use':
      return toolCall(block['id'], block['name'], block['input'])
    case 'tool_result':
      return toolResponse(block['tool_use_id'], resultOf(block['content']))
    case 'image':
      return media('image', members(block['source']))
    case 'document':
      return media('document', members(block['source']))
    default:
      return { type: text(block['type']) || 'unknown' }
  }
}

function resultOf(content: unknown): unknown {
  return Array.isArray(content) ? content.map(toPart) : content
}

function media(modality: string, { media_type, url, file_id }: Readonly<Record<string, unknown>>): Part {
  return file_id === undefined
    ? mediaPart(modality, { mimeType: media_type, url })
    : { type: 'file', modality, file_id }
}
