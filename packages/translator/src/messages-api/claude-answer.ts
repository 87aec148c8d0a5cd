import { rememberExact } from '../converse/exact-json.ts'
import { stringifyMessages } from './exact-inputs.ts'
import { listMembers } from '../converse/list-members.ts'
import type { ToolPropertyNames } from '../converse/property-names.ts'
import { renameText } from '../converse/tool-input.ts'
import { isObject, parseJson, type JsonObject } from '../json-shape.ts'
import { renameInputs } from './claude-tools.ts'

/** One of Anthropic's events, its JSON as it came. */
export interface ClaudeEvent {
  readonly type: string
  readonly json: string
}

/** An answer of Claude's with the caller's names of the properties of calls; untouched where no tool has others. */
export function restoreClaudeAnswer(text: string, names: ToolPropertyNames): string {
  const answer = names.size === 0 ? undefined : parseJson(text)
  if (!isObject(answer) || !Array.isArray(answer['content'])) return text
  rememberExact(answer, text, (body) => listMembers(body, ['content', 'input']))
  return stringifyMessages({ ...answer, content: renameInputs(answer['content'], names) })
}

/**
 * The same for the events of a stream. A call whose properties have other names is held back until its end, and then comes
 * in one piece; everything else passes as it is.
 */
export function createClaudeRestorer(
  names: ToolPropertyNames,
): (event: ClaudeEvent) => readonly ClaudeEvent[] {
  if (names.size === 0) return (event) => [event]
  const held = new Map<unknown, { readonly name: string; json: string }>()
  const release = (index: unknown): ClaudeEvent[] => {
    const call = held.get(index)
    held.delete(index)
    if (call === undefined || call.json === '') return []
    const partial_json = renameText(call.json, names.get(call.name) ?? new Map())
    const type = 'content_block_delta'
    return [
      { type, json: JSON.stringify({ type, index, delta: { type: 'input_json_delta', partial_json } }) },
    ]
  }
  return (event) => {
    if (event.type === 'message_delta' || event.type === 'message_stop')
      return [...[...held.keys()].flatMap(release), event]
    if (!event.type.startsWith('content_block_')) return [event]
    const { index, content_block: block, delta } = readObject(event.json)
    if (event.type === 'content_block_stop') return [...release(index), event]
    const name = isObject(block) && block['type'] === 'tool_use' ? String(block['name']) : undefined
    if (name !== undefined && names.has(name)) held.set(index, { name, json: '' })
    const call = held.get(index)
    const piece = isObject(delta) && delta['type'] === 'input_json_delta' ? delta['partial_json'] : undefined
    if (call === undefined || typeof piece !== 'string') return [event]
    call.json += piece
    return []
  }
}

function readObject(json: string): JsonObject {
  const value = parseJson(json)
  return isObject(value) ? value : {}
}
