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

/** A request of Chat Completions: its system messages are a part of the conversation. */
export function chatRequest(body: Readonly<Record<string, unknown>>): Content {
  return { messages: list(body['messages']).map(toMessage), tools: list(body['tools']).map(toTool) }
}

/** A request of Completions. */
export function promptRequest({ prompt }: Readonly<Record<string, unknown>>): Content {
  const prompts = typeof prompt === 'string' ? [prompt] : list(prompt)
  return {
    messages: prompts
      .filter((one) => typeof one === 'string')
      .map((one) => ({ role: 'user', parts: [textPart(one)] })),
  }
}

/** An answer of Chat Completions or Completions: a message for each choice. */
export function choices(body: Readonly<Record<string, unknown>>): Message[] {
  return list(body['choices']).map((choice) => {
    const { message, text: plain, finish_reason } = members(choice)
    const answer =
      message === undefined ? { role: 'assistant', parts: [textPart(plain)] } : toMessage(message)
    return { ...answer, finish_reason: text(finish_reason) || 'error' }
  })
}

/** The same of the chunks of a stream. */
export function chunks(events: readonly unknown[]): Message[] {
  const found = new Map<unknown, Choice>()
  for (const event of events)
    for (const given of list(members(event)['choices'])) {
      const { index = 0, delta, text: plain, finish_reason } = members(given)
      const choice = found.get(index) ?? { content: '', refusal: '', reasoning: '', calls: [], finish: '' }
      found.set(index, choice)
      if (typeof finish_reason === 'string') choice.finish = finish_reason
      choice.content += text(plain)
      addDelta(choice, members(delta))
    }
  return [...found.values()].map(toAnswer)
}

interface Call {
  id: unknown
  name: string
  given: string
}

interface Choice {
  content: string
  refusal: string
  reasoning: string
  readonly calls: Call[]
  finish: string
}

function addDelta(choice: Choice, delta: Readonly<Record<string, unknown>>): void {
  choice.content += text(delta['content'])
  choice.refusal += text(delta['refusal'])
  choice.reasoning += text(delta['reasoning_content'] ?? delta['reasoning'])
  for (const given of list(delta['tool_calls'])) {
    const { index, id, function: called } = members(given)
    const place = typeof index === 'number' ? index : choice.calls.length
    const call = (choice.calls[place] ??= { id, name: '', given: '' })
    call.name += text(members(called)['name'])
    call.given += text(members(called)['arguments'])
  }
}

function toAnswer({ content, refusal, reasoning, calls, finish }: Choice): Message {
  const parts: Part[] = []
  if (reasoning !== '') parts.push(reasoningPart(reasoning))
  if (content !== '') parts.push(textPart(content))
  if (refusal !== '') parts.push({ type: 'refusal', content: refusal })
  for (const call of calls.filter(Boolean)) parts.push(toolCall(call.id, call.name, call.given))
  return { role: 'assistant', parts, finish_reason: finish || 'error' }
}

function toMessage(given: unknown): Message {
  const message = members(given)
  const role = text(message['role'])
  if (role === 'tool' || role === 'function')
    return { role: 'tool', parts: [toolResponse(message['tool_call_id'], message['content'])] }
  const { content, refusal, reasoning_content, tool_calls, name } = message
  const parts: Part[] = []
  if (typeof reasoning_content === 'string' && reasoning_content !== '')
    parts.push(reasoningPart(reasoning_content))
  if (typeof content === 'string') parts.push(textPart(content))
  else parts.push(...list(content).map(toPart))
  if (typeof refusal === 'string') parts.push({ type: 'refusal', content: refusal })
  for (const call of list(tool_calls)) parts.push(toCall(members(call)))
  return { role, parts, ...(typeof name === 'string' && { name }) }
}

function toCall({ id, function: called, custom }: Readonly<Record<string, unknown>>): Part {
  const own = members(custom ?? called)
  return toolCall(id, own['name'], custom === undefined ? own['arguments'] : own['input'])
}

function toPart(given: unknown): Part {
  const part = members(given)
  switch (part['type']) {
    case 'text':
      return textPart(part['text'])
    case 'refusal':
      return { type: 'refusal', content: text(part['refusal']) }
    case 'image_url':
      return mediaPart('image', { url: members(part['image_url'])['url'] })
    case 'input_audio':
      return mediaPart('audio', { mimeType: `audio/${text(members(part['input_audio'])['format'])}` })
    case 'file':
      return toFile(members(part['file']))
    default:
      return { type: text(part['type']) || 'unknown' }
  }
}

function toFile({ file_id, file_data }: Readonly<Record<string, unknown>>): Part {
  return file_id === undefined
    ? mediaPart('document', { url: file_data })
    : { type: 'file', modality: 'document', file_id }
}

function toTool(given: unknown): Part {
  const { type, function: declared } = members(given)
  const { name, description, parameters } = members(declared)
  return declared === undefined
    ? { type: text(type) || 'unknown' }
    : functionTool(name, description, parameters)
}
