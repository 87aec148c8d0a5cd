import { addNote, addText, beginPart, citationNote, lengthNote, type Part, type Whole } from './whole.ts'

/** An event of ConverseStream, or a whole answer, as JSON: what the translator makes for a client of Bedrock. */
interface ConverseJson {
  readonly messageStart?: { readonly role?: string }
  readonly contentBlockStart?: {
    readonly contentBlockIndex?: number
    readonly start?: { readonly toolUse?: ToolUse }
  }
  readonly contentBlockDelta?: { readonly contentBlockIndex?: number; readonly delta?: Delta }
  readonly messageStop?: { readonly stopReason?: string }
  readonly metadata?: { readonly usage?: object }
  readonly output?: { readonly message?: { readonly role?: string; readonly content?: readonly Block[] } }
  readonly stopReason?: string
  readonly usage?: object
}

interface ToolUse {
  readonly toolUseId?: string
  readonly name?: string
  readonly input?: unknown
}

interface Delta {
  readonly text?: string
  readonly toolUse?: { readonly input?: string }
  readonly reasoningContent?: Reasoning
  readonly citation?: unknown
}

interface Reasoning {
  readonly text?: string
  readonly signature?: string
  readonly redactedContent?: string
  readonly reasoningText?: { readonly text?: string; readonly signature?: string }
}

interface Block {
  readonly text?: string
  readonly toolUse?: ToolUse
  readonly reasoningContent?: Reasoning
}

/** Adds an event of ConverseStream, or all of an answer of Converse. */
export function growConverse(whole: Whole, chunk: unknown): Whole {
  const event = chunk as ConverseJson
  if (event.output !== undefined) return growWhole(whole, event)
  if (event.messageStart !== undefined) return { ...whole, role: event.messageStart.role ?? '' }
  if (event.contentBlockStart !== undefined) {
    const { contentBlockIndex = 0, start } = event.contentBlockStart
    return start?.toolUse === undefined ? whole : beginCall(whole, contentBlockIndex, start.toolUse)
  }
  if (event.contentBlockDelta !== undefined) {
    const { contentBlockIndex = 0, delta = {} } = event.contentBlockDelta
    return growDelta(whole, contentBlockIndex, delta)
  }
  if (event.messageStop !== undefined)
    return { ...whole, ending: `stopReason: ${event.messageStop.stopReason}` }
  return event.metadata?.usage === undefined ? whole : { ...whole, usage: event.metadata.usage }
}

function growWhole(whole: Whole, { output, stopReason, usage }: ConverseJson): Whole {
  const { role, content = [] } = output?.message ?? {}
  let grown: Whole = { ...whole, ...(role !== undefined && { role }), ...(usage && { usage }) }
  for (const [index, { text, toolUse, reasoningContent }] of content.entries()) {
    if (text !== undefined) grown = growDelta(grown, index, { text })
    if (reasoningContent !== undefined)
      grown = growDelta(grown, index, {
        reasoningContent: { ...reasoningContent, ...reasoningContent.reasoningText },
      })
    if (toolUse !== undefined)
      grown = growDelta(beginCall(grown, index, toolUse), index, {
        toolUse: { input: JSON.stringify(toolUse.input) },
      })
  }
  return { ...grown, ending: `stopReason: ${stopReason}` }
}

function beginCall(whole: Whole, index: number, { name, toolUseId: id }: ToolUse): Whole {
  return beginPart(whole, {
    ...partOf('call', index),
    ...(name !== undefined && { name }),
    ...(id !== undefined && { id }),
  })
}

function growDelta(whole: Whole, index: number, { text, toolUse, reasoningContent, citation }: Delta): Whole {
  if (text !== undefined) return addText(whole, partOf('text', index), text)
  if (toolUse !== undefined) return addText(whole, partOf('call', index), toolUse.input ?? '')
  if (citation !== undefined) return addNote(whole, partOf('text', index), citationNote(citation))
  return reasoningContent === undefined ? whole : growReasoning(whole, index, reasoningContent)
}

function growReasoning(whole: Whole, index: number, { text, signature, redactedContent }: Reasoning): Whole {
  const part = partOf('reasoning', index)
  let grown = text === undefined ? whole : addText(whole, part, text)
  if (signature !== undefined) grown = addNote(grown, part, lengthNote('signature', signature))
  if (redactedContent !== undefined) grown = addNote(grown, part, lengthNote('redacted', redactedContent))
  return grown
}

function partOf(kind: Part['kind'], index: number): { key: string; kind: Part['kind'] } {
  return { key: `block-${index}`, kind }
}
