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

/** Blocks of media, by their member. */
const MODALITIES = { image: 'image', document: 'document', video: 'video', audio: 'audio' } as const

/** A request of Amazon Bedrock's Converse. */
export function converseRequest({
  system,
  messages,
  toolConfig,
}: Readonly<Record<string, unknown>>): Content {
  return {
    instructions: list(system)
      .filter((block) => members(block)['text'] !== undefined)
      .map((block) => textPart(members(block)['text'])),
    messages: list(messages).map((message) => {
      const { role, content } = members(message)
      return { role: text(role), parts: list(content).flatMap(toParts) }
    }),
    tools: list(members(toolConfig)['tools']).flatMap(toTools),
  }
}

/** An answer of Converse. */
export function converseAnswer({ output, stopReason }: Readonly<Record<string, unknown>>): Message[] {
  const { content } = members(members(output)['message'])
  return [
    {
      role: 'assistant',
      parts: list(content).flatMap(toParts),
      finish_reason: text(stopReason) || 'error',
    },
  ]
}

/** The same of the events of a stream. */
export function converseEvents(events: readonly unknown[]): Message[] {
  const blocks: Block[] = []
  let stopReason: unknown
  for (const event of events) {
    const { contentBlockStart, contentBlockDelta, messageStop } = members(event)
    if (messageStop !== undefined) ({ stopReason } = members(messageStop))
    const { contentBlockIndex, start, delta } = members(contentBlockStart ?? contentBlockDelta)
    if (typeof contentBlockIndex !== 'number') continue
    const block = (blocks[contentBlockIndex] ??= { text: '', reasoning: '', tool: undefined })
    const { toolUse } = members(start)
    if (toolUse !== undefined)
      block.tool = { id: members(toolUse)['toolUseId'], name: members(toolUse)['name'], input: '' }
    addDelta(block, members(delta))
  }
  const parts = blocks.filter(Boolean).flatMap(toPart)
  return [{ role: 'assistant', parts, finish_reason: text(stopReason) || 'error' }]
}

interface Block {
  text: string
  reasoning: string
  tool: { readonly id: unknown; readonly name: unknown; input: string } | undefined
}

function addDelta(block: Block, delta: Readonly<Record<string, unknown>>): void {
  block.text += text(delta['text'])
  block.reasoning += text(members(delta['reasoningContent'])['text'])
  if (block.tool !== undefined) block.tool.input += text(members(delta['toolUse'])['input'])
}

function toPart({ text: words, reasoning, tool }: Block): Part[] {
  if (tool !== undefined) return [toolCall(tool.id, tool.name, parsed(tool.input || '{}'))]
  if (reasoning !== '') return [reasoningPart(reasoning)]
  return words === '' ? [] : [textPart(words)]
}

/** Cache points are no content. */
function toParts(given: unknown): Part[] {
  const block = members(given)
  const { toolUse, toolResult, reasoningContent } = block
  if (block['text'] !== undefined) return [textPart(block['text'])]
  if (toolUse !== undefined) {
    const { toolUseId, name, input } = members(toolUse)
    return [toolCall(toolUseId, name, input)]
  }
  if (toolResult !== undefined) {
    const { toolUseId, content } = members(toolResult)
    return [toolResponse(toolUseId, list(content).map(resultOf))]
  }
  if (reasoningContent !== undefined) {
    const { reasoningText } = members(reasoningContent)
    return reasoningText === undefined ? [] : [reasoningPart(members(reasoningText)['text'])]
  }
  return Object.entries(MODALITIES).flatMap(([member, modality]) =>
    block[member] === undefined ? [] : [toMedia(modality, members(block[member]))],
  )
}

function resultOf(given: unknown): unknown {
  const { json } = members(given)
  return json === undefined ? toParts(given)[0] : json
}

function toMedia(modality: string, { format, source }: Readonly<Record<string, unknown>>): Part {
  const { uri } = members(members(source)['s3Location'])
  const type = modality === 'document' ? 'application' : modality
  const mimeType = typeof format === 'string' ? `${type}/${format}` : undefined
  return mediaPart(modality, { mimeType, url: uri })
}

function toTools(given: unknown): Part[] {
  const { toolSpec, systemTool } = members(given)
  if (systemTool !== undefined) return [{ type: 'system_tool', name: text(members(systemTool)['name']) }]
  if (toolSpec === undefined) return []
  const { name, description, inputSchema } = members(toolSpec)
  return [functionTool(name, description, members(inputSchema)['json'])]
}
