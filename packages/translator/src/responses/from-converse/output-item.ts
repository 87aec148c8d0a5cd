import type { ContentBlock, ToolUseBlock } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../../context.ts'
import { toCarryingSignature } from '../../converse/carried-reasoning.ts'
import { warnOfRoundedIntegers } from '../../converse/inexact-integers.ts'
import { splitJsonObjects } from '../../converse/split-json.ts'
import { isObject, type JsonObject } from '../../json-shape.ts'

/** One item of an answer, translated. */
export interface OutputBlocks {
  readonly blocks: readonly ContentBlock[]
  /** A call that is not as it should be. */
  readonly malformed: boolean
}

const NOTHING: OutputBlocks = { blocks: [], malformed: false }

/**
 * Responses → Converse: one item of an answer's `output`. Items of tools that the service ran itself are left out with a warning.
 *
 * @param item - of untrusted shape
 * @param family - of the model that answers, for the reasoning that it encrypted
 */
export function toOutputBlocks(
  item: unknown,
  index: number,
  family: string,
  warnings: WarningCollector,
): OutputBlocks {
  if (!isObject(item)) return NOTHING
  if (item['type'] === 'message') return { blocks: toMessageBlocks(item['content']), malformed: false }
  if (item['type'] === 'reasoning') {
    const block = toReasoningBlock(item, family)
    return block === undefined ? NOTHING : { blocks: [block], malformed: false }
  }
  if (item['type'] === 'function_call') return toCallBlocks(item, index, warnings)
  warnings.add(
    'server_tool_use',
    'output',
    `The service used a tool of its own (${String(item['type'])}); its item is left out.`,
  )
  return NOTHING
}

/** Texts, with the pages that they cite, and refusals, which are texts to a caller of Converse. */
function toMessageBlocks(content: unknown): ContentBlock[] {
  return listObjects(content).flatMap((part): ContentBlock[] => {
    const text = part['text'] ?? part['refusal']
    if (typeof text !== 'string' || text === '') return []
    const citations = listObjects(part['annotations']).flatMap(({ type, title, url }) =>
      type === 'url_citation' && typeof url === 'string'
        ? [{ ...(typeof title === 'string' ? { title } : {}), location: { web: { url } } }]
        : [],
    )
    return citations.length === 0 ? [{ text }] : [{ citationsContent: { content: [{ text }], citations } }]
  })
}

/**
 * A reasoning item as one block: its summary, or its whole text where a model shows that, and what it encrypted as the
 * signature.
 */
export function toReasoningBlock(item: JsonObject, family: string): ContentBlock | undefined {
  const text = joinReasoning(item)
  const signature = readSignature(item, family)
  if (text === '' && signature === undefined) return undefined
  return {
    reasoningContent: { reasoningText: { text, ...(signature === undefined ? {} : { signature }) } },
  }
}

/** The signature that carries what an item encrypted; `undefined` where it encrypted nothing. */
export function readSignature({ id, encrypted_content }: JsonObject, family: string): string | undefined {
  if (typeof encrypted_content !== 'string' || encrypted_content === '') return undefined
  return toCarryingSignature({
    family,
    id: typeof id === 'string' && id !== '' ? id : undefined,
    encryptedContent: encrypted_content,
  })
}

/** Parts of a summary are paragraphs. */
export const PARAGRAPH = '\n\n'

function joinReasoning({ summary, content }: JsonObject): string {
  const texts = [summary, content].map((parts) =>
    listObjects(parts).flatMap(({ text }) => (typeof text === 'string' && text !== '' ? [text] : [])),
  )
  return (texts.find((found) => found.length > 0) ?? []).join(PARAGRAPH)
}

function toCallBlocks(item: JsonObject, index: number, warnings: WarningCollector): OutputBlocks {
  const { call_id, id, name, arguments: given } = item
  const toolUseId = [call_id, id].find(isNonEmpty) ?? `call_${index}`
  if (!isNonEmpty(name)) {
    warnings.add('malformed_tool_use', 'output', `The call "${toolUseId}" has no name.`)
    return { blocks: [], malformed: true }
  }
  const text = typeof given === 'string' ? given : ''
  const input = text.trim() === '' ? {} : splitJsonObjects(text)?.[0]
  if (input === undefined) {
    warnings.add(
      'malformed_tool_use',
      'output',
      `The call "${toolUseId}" has arguments that are not a JSON object.`,
    )
  } else warnOfRoundedIntegers(input, 'output', warnings)
  const toolUse: ToolUseBlock = {
    toolUseId,
    name,
    input: (input ?? {}) as NonNullable<ToolUseBlock['input']>,
  }
  return { blocks: [{ toolUse }], malformed: input === undefined }
}

function isNonEmpty(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function listObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
