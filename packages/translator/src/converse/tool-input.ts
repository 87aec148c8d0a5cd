import type { ContentBlock, ConverseStreamOutput, Message } from '@aws-sdk/client-bedrock-runtime'

import { isObject } from '../json-shape.ts'
import { mapExact, parseExact, stringifyPart } from './exact-json.ts'
import { invert, renameMembers, type ToolPropertyNames } from './property-names.ts'
import type { SharedResponseContext } from './response-context.ts'

/** What renames inputs of calls: only tools whose properties have other names on Bedrock are in it. */
type Names = Pick<SharedResponseContext, 'propertyNames'>

/** The calls of a history with the names that the tools' properties have on Bedrock. */
export function renameHistoryInputs(messages: Message[], names: ToolPropertyNames): Message[] {
  if (names.size === 0) return messages
  const sent = new Map([...names].map(([tool, properties]) => [tool, invert(properties)]))
  return messages.map((message) => ({
    ...message,
    content: message.content?.map((block) => renameInput(block, sent)),
  }))
}

/** The blocks of an answer, the inputs of calls with the caller's own names of their properties. */
export function restoreInputs(
  content: readonly ContentBlock[],
  { propertyNames }: Names,
): readonly ContentBlock[] {
  return propertyNames === undefined ? content : content.map((block) => renameInput(block, propertyNames))
}

function renameInput(block: ContentBlock, names: ToolPropertyNames): ContentBlock {
  // Answers are not checked before: a block may be anything.
  const toolUse = isObject(block) ? (block as ContentBlock).toolUse : undefined
  const properties = names.get(toolUse?.name ?? '')
  if (toolUse === undefined || properties === undefined) return block
  const input = mapExact(toolUse.input, (value) => renameMembers(value, properties)) as typeof toolUse.input
  return { toolUse: { ...toolUse, input } }
}

/**
 * The same for the events of a stream. A call whose properties have other names is held back until its end, and then comes
 * in one piece; everything else passes as it is.
 */
export function createInputRestorer({
  propertyNames,
}: Names): (event: ConverseStreamOutput) => readonly ConverseStreamOutput[] {
  if (propertyNames === undefined) return (event) => [event]
  const held = new Map<number, { name: string; json: string }>()
  const release = (index: number): ConverseStreamOutput[] => {
    const call = held.get(index)
    held.delete(index)
    if (call === undefined || call.json === '') return []
    const input = renameText(call.json, propertyNames.get(call.name) ?? new Map())
    return [{ contentBlockDelta: { contentBlockIndex: index, delta: { toolUse: { input } } } }]
  }
  return (event) => {
    const { contentBlockStart: start, contentBlockDelta: delta, contentBlockStop: stop } = event
    const index = (start ?? delta ?? stop)?.contentBlockIndex ?? 0
    const name = start?.start?.toolUse?.name
    if (name !== undefined && propertyNames.has(name)) held.set(index, { name, json: '' })
    const call = held.get(index)
    const piece = delta?.delta?.toolUse?.input
    if (call !== undefined && piece !== undefined) {
      call.json += piece
      return []
    }
    if (stop !== undefined) return [...release(index), event]
    return event.messageStop === undefined ? [event] : [...[...held.keys()].flatMap(release), event]
  }
}

/** The JSON of an input with other names at its root. One that was cut stays as it came. */
export function renameText(json: string, properties: ReadonlyMap<string, string>): string {
  try {
    return stringifyPart(mapExact(parseExact(json), (value) => renameMembers(value, properties)))
  } catch {
    return json
  }
}
