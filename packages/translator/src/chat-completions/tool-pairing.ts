import type { ContentBlock, ToolResultBlock } from '@aws-sdk/client-bedrock-runtime'

import type { RequestScope } from './request-scope.ts'
import { MISSING_OUTPUT, toOutputText } from './tool-result.ts'
import type { AssistantTurn, ResultTurn, Turn, UserTurn } from './turns.ts'

/** What the assistant said, with the results of all its calls; neighbours are merged already. */
export interface PairedAssistantTurn extends AssistantTurn {
  /** One result for each call, in the order in which they were given, then the missing ones. */
  readonly results: PairedResult[]
}

/** A tool result with what has to stand beside it. Ids are Bedrock's. */
export interface PairedResult {
  readonly toolResult: ToolResultBlock
  readonly beside: readonly ContentBlock[]
  readonly cachePoints: readonly ContentBlock[]
}

export type PairedTurn = UserTurn | PairedAssistantTurn

interface OpenTurn extends AssistantTurn {
  readonly results: ResultTurn[]
  /** A result stands between this turn and the next: they are no neighbours. */
  closed: boolean
}

/**
 * Gives every call exactly one result, right after its turn, and merges neighbours of the same role.
 *
 * A second call or result of the same id is dropped, a result without a call becomes text, a call without a result
 * gets an error result. Bedrock: "Expected toolResult blocks at messages.N.content", "tool_use ids must be unique".
 */
export function pairTurns(turns: readonly Turn[], scope: RequestScope): PairedTurn[] {
  const paired: (UserTurn | OpenTurn)[] = []
  const owners = new Map<string, OpenTurn>()
  for (const turn of turns) {
    if (turn.role === 'assistant') addAssistant(turn, paired, owners, scope)
    else if (turn.role === 'user') addUser(turn, paired)
    else addResult(turn, paired, owners, scope)
  }
  return paired.map((turn) => (turn.role === 'user' ? turn : finish(turn, scope)))
}

function addUser(turn: UserTurn, paired: (UserTurn | OpenTurn)[]): void {
  if (!saysSomething(turn.blocks)) return
  const last = paired.at(-1)
  if (last?.role === 'user') last.blocks.push(...turn.blocks)
  else paired.push({ role: 'user', blocks: [...turn.blocks] })
}

function addAssistant(
  turn: AssistantTurn,
  paired: (UserTurn | OpenTurn)[],
  owners: Map<string, OpenTurn>,
  scope: RequestScope,
): void {
  const last = paired.at(-1)
  const isNeighbour = last?.role === 'assistant' && !last.closed
  const open: OpenTurn = isNeighbour
    ? last
    : {
        role: 'assistant',
        reasoning: [],
        blocks: [],
        callPaths: new Map(),
        derivedFrom: new Map(),
        results: [],
        closed: false,
      }
  const repeated = repeatedCalls(turn, owners)
  for (const block of turn.blocks) {
    const path = turn.callPaths.get(block)
    if (path !== undefined && repeated.has(path)) continue
    const id = block.toolUse?.toolUseId
    const source = id === undefined ? undefined : turn.derivedFrom.get(id)
    if (id !== undefined) owners.set(id, open)
    if (id !== undefined && source !== undefined) open.derivedFrom.set(id, source)
    if (path !== undefined) open.callPaths.set(block, path)
    open.blocks.push(block)
  }
  for (const [path, id] of repeated) {
    scope.warnings.add(
      'duplicate_tool_call',
      path,
      `The id "${id}" was used by an earlier tool call; this one was left out.`,
    )
  }
  open.reasoning.push(...turn.reasoning)
  if (!isNeighbour && (open.reasoning.length > 0 || saysSomething(open.blocks))) paired.push(open)
}

/** The paths of a turn's calls whose ids were used before, in this turn or an earlier one, with those ids. */
function repeatedCalls(turn: AssistantTurn, owners: ReadonlyMap<string, OpenTurn>): Map<string, string> {
  const seen = new Set<string>()
  const repeated = new Map<string, string>()
  for (const [block, path] of turn.callPaths) {
    const id = block.toolUse?.toolUseId ?? ''
    if (owners.has(id) || seen.has(id)) repeated.set(path, id)
    seen.add(id)
  }
  return repeated
}

/** A turn of cache points alone is an empty one. */
function saysSomething(blocks: readonly ContentBlock[]): boolean {
  return blocks.some((block) => block.cachePoint === undefined)
}

function addResult(
  turn: ResultTurn,
  paired: (UserTurn | OpenTurn)[],
  owners: Map<string, OpenTurn>,
  scope: RequestScope,
): void {
  const owner = owners.get(turn.id)
  if (owner === undefined) {
    scope.warnings.add(
      'orphan_tool_result',
      turn.path,
      `No tool call before it has the id "${turn.id}", so the result was sent as text.`,
    )
    addUser({ role: 'user', blocks: toOrphanBlocks(turn) }, paired)
    return
  }
  owner.closed = true
  if (owner.results.some(({ id }) => id === turn.id)) {
    scope.warnings.add(
      'duplicate_tool_result',
      turn.path,
      `The call "${turn.id}" has a result already; this one was left out.`,
    )
    return
  }
  owner.results.push(turn)
}

function finish(turn: OpenTurn, scope: RequestScope): PairedAssistantTurn {
  const ids = turn.blocks.flatMap(({ toolUse }) => toolUse?.toolUseId ?? [])
  const results = turn.results.flatMap((result) => [
    toPairedResult(result, result.id, scope),
    ...derivedIds(result.id, turn).map((id) => toPairedResult(result, id, scope)),
  ])
  const answered = new Set(turn.results.flatMap(({ id }) => [id, ...derivedIds(id, turn)]))
  const missing = ids.filter((id) => !answered.has(id))
  for (const [block, path] of turn.callPaths) {
    const id = block.toolUse?.toolUseId ?? ''
    if (answered.has(id)) continue
    scope.warnings.add(
      'missing_tool_result',
      path,
      `The tool call "${id}" has no result in the messages; Bedrock got an error result in its place.`,
    )
  }
  const blocks = turn.blocks.map((block) =>
    block.toolUse === undefined
      ? block
      : { toolUse: { ...block.toolUse, toolUseId: scope.toolIds.toBedrock(block.toolUse.toolUseId ?? '') } },
  )
  return { ...turn, blocks, results: [...results, ...missing.map((id) => toMissingResult(id, scope))] }
}

/** Ids of the calls that were glued to the call `id`: they share its result. See `toToolUses`. */
function derivedIds(id: string, { derivedFrom }: AssistantTurn): string[] {
  return [...derivedFrom].flatMap(([derived, source]) => (source === id ? [derived] : []))
}

function toPairedResult({ output }: ResultTurn, id: string, scope: RequestScope): PairedResult {
  const toolResult = { toolUseId: scope.toolIds.toBedrock(id), content: output.content }
  return { toolResult, beside: output.beside, cachePoints: output.cachePoints }
}

function toMissingResult(id: string, scope: RequestScope): PairedResult {
  const content = [{ text: MISSING_OUTPUT }]
  return {
    toolResult: { toolUseId: scope.toolIds.toBedrock(id), content, status: 'error' },
    beside: [],
    cachePoints: [],
  }
}

function toOrphanBlocks({ id, output }: ResultTurn): ContentBlock[] {
  const media = output.content.filter(
    (block) => block.image !== undefined || block.document !== undefined || block.video !== undefined,
  )
  const text = `Result of the tool call "${id}":\n${toOutputText(output.content)}`
  return [{ text }, ...(media as ContentBlock[]), ...output.beside, ...output.cachePoints]
}
