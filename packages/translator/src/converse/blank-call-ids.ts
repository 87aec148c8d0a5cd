/**
 * Tool calls without an id. The service gives some an empty one, where a model leaves it out; a caller keys results by it, and
 * of two calls with the same id only one would survive.
 */
import type { ContentBlock, ConverseStreamOutput, ToolUseBlock } from '@aws-sdk/client-bedrock-runtime'

import { isObject } from '../json-shape.ts'
import { stableHash } from '../stable-hash.ts'
import type { AssistantTurn, ResultTurn, Turn } from './turns.ts'

/**
 * Gives the calls of a whole answer that have no id one of their own.
 *
 * @param answerId - the id of the answer, from which they derive
 */
export function nameBlankCalls(content: readonly ContentBlock[], answerId: string): readonly ContentBlock[] {
  if (!content.some(isBlankCall)) return content
  return content.map((block, index) =>
    isBlankCall(block) ? withId(block, toCallId(answerId, index)) : block,
  )
}

/** The same for the event of a stream in which a call begins. */
export function nameBlankCallOf(event: ConverseStreamOutput, answerId: string): ConverseStreamOutput {
  const started = event.contentBlockStart
  const toolUse = started?.start?.toolUse
  if (started === undefined || toolUse === undefined || !isBlank(toolUse.toolUseId)) return event
  const toolUseId = toCallId(answerId, started.contentBlockIndex ?? 0)
  return { contentBlockStart: { ...started, start: { toolUse: { ...toolUse, toolUseId } } } }
}

/**
 * Gives the calls of a history that have no id one of their own. Results without an id belong to them in order.
 *
 * @param taken - the ids that the request uses
 */
export function nameBlankHistory(turns: readonly Turn[], taken: ReadonlySet<string>): readonly Turn[] {
  if (!turns.some(hasBlankId)) return turns
  const used = new Set(taken)
  let waiting: string[] = []
  let previous: Turn['role'] | undefined
  return turns.map((turn): Turn => {
    if (turn.role === 'assistant' && previous !== 'assistant') waiting = []
    previous = turn.role
    if (turn.role === 'assistant') {
      const { named, ids } = nameCalls(turn, used)
      waiting.push(...ids)
      return named
    }
    if (turn.role !== 'result' || !isBlank(turn.id)) return turn
    const id = waiting.shift()
    return id === undefined ? turn : ({ ...turn, id } satisfies ResultTurn)
  })
}

function hasBlankId(turn: Turn): boolean {
  return turn.role === 'assistant' && turn.blocks.some(isBlankCall)
}

function nameCalls(turn: AssistantTurn, used: Set<string>): { named: AssistantTurn; ids: readonly string[] } {
  const ids: string[] = []
  const callPaths = new Map<ContentBlock, string>()
  const blocks = turn.blocks.map((block) => {
    const path = turn.callPaths.get(block)
    const blank = isBlankCall(block)
    const kept = blank ? withId(block, nextId(used)) : block
    if (blank) ids.push(kept.toolUse?.toolUseId ?? '')
    if (path !== undefined) callPaths.set(kept, path)
    return kept
  })
  if (ids.length === 0) return { named: turn, ids }
  const derivedFrom = new Map(
    [...turn.derivedFrom].map(([id, source]) => [id, isBlank(source) ? (ids[0] ?? '') : source]),
  )
  return { named: { ...turn, blocks, callPaths, derivedFrom }, ids }
}

function nextId(used: Set<string>): string {
  let count = 1
  while (used.has(`call_${count}`)) count += 1
  used.add(`call_${count}`)
  return `call_${count}`
}

const withId = (block: ContentBlock, toolUseId: string): ContentBlock => ({
  toolUse: { ...(block.toolUse as ToolUseBlock), toolUseId },
})
const toCallId = (answerId: string, index: number): string => `call_${stableHash(`${answerId}/${index}`)}`
const isBlankCall = (block: ContentBlock): boolean =>
  isObject(block) && block.toolUse !== undefined && isBlank(block.toolUse.toolUseId)
const isBlank = (id: string | undefined): boolean => (id ?? '').trim() === ''
