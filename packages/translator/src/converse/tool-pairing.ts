import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { pairResults, toMissingResult, type PairedResult } from './paired-results.ts'
import type { RequestScope } from './request-scope.ts'
import { toOutputText } from './tool-output.ts'
import type { AssistantTurn, ResultTurn, Turn, UserTurn } from './turns.ts'

/** An assistant turn with the results of all its calls; neighbouring turns are merged. */
export interface PairedAssistantTurn extends AssistantTurn {
  /** One result for each call, in the order in which the caller gave them, then those for calls without one. */
  readonly results: PairedResult[]
}

export type PairedTurn = UserTurn | PairedAssistantTurn

interface OpenTurn extends AssistantTurn {
  readonly results: ResultTurn[]
  /** The ids of these. */
  readonly resultIds: Set<string>
  /** Ids that an earlier round has used → the ids that replace them here. Few turns have any. */
  renamed: Map<string, string> | undefined
  /** A result follows this turn: the next assistant turn is not merged into it. */
  closed: boolean
}

/** The state of pairing. */
interface Pairing {
  readonly scope: RequestScope
  readonly paired: (UserTurn | OpenTurn)[]
  /** The caller's id → the last turn with a call of that id. */
  readonly owners: Map<string, OpenTurn>
  /** Every id that is in use, the caller's own and those made here. */
  readonly taken: Set<string>
  /** The number that was last put behind an id. */
  readonly counts: Map<string, number>
}

/**
 * Gives every call exactly one result, right after its turn, and merges neighbours of the same role.
 *
 * A second call or result with the same id is left out, unless it belongs to a later round with its own result (some backends
 * number their calls from zero in every answer): that one gets another id. A result without a call becomes text, a
 * call without a result gets an error result. Bedrock: "Expected toolResult blocks at messages.N.content", "tool_use ids must be unique".
 */
export function pairTurns(turns: readonly Turn[], scope: RequestScope): PairedTurn[] {
  const ids = turns.flatMap((turn) => (turn.role === 'assistant' ? callIds(turn) : []))
  const pairing: Pairing = {
    scope,
    paired: [],
    owners: new Map(),
    taken: new Set([...scope.callIds, ...ids]),
    counts: new Map(),
  }
  for (const [index, turn] of turns.entries()) {
    if (turn.role === 'assistant') addAssistant(turn, () => resultsAfter(turns, index), pairing)
    else if (turn.role === 'user') addUser(turn, pairing.paired)
    else addResult(turn, pairing)
  }
  return pairing.paired.map((turn) => (turn.role === 'user' ? turn : finish(turn, scope)))
}

function callIds({ blocks }: AssistantTurn): string[] {
  return blocks.flatMap(({ toolUse }) => toolUse?.toolUseId ?? [])
}

/** The ids of the results between a turn of the assistant and the next one. */
function resultsAfter(turns: readonly Turn[], index: number): ReadonlySet<string> {
  const ids = new Set<string>()
  for (let next = index + 1; next < turns.length; next += 1) {
    const turn = turns[next]
    if (turn?.role === 'assistant') break
    if (turn?.role === 'result') ids.add(turn.id)
  }
  return ids
}

function addUser(turn: UserTurn, paired: (UserTurn | OpenTurn)[]): void {
  if (!saysSomething(turn.blocks)) return
  const last = paired.at(-1)
  if (last?.role === 'user') last.blocks.push(...turn.blocks)
  else paired.push({ role: 'user', blocks: [...turn.blocks] })
}

/** @param listAnswered - lists the ids of the results that follow the turn; asked only where an id was used before */
function addAssistant(turn: AssistantTurn, listAnswered: () => ReadonlySet<string>, pairing: Pairing): void {
  const { paired, owners, scope } = pairing
  const last = paired.at(-1)
  const isNeighbour = last?.role === 'assistant' && !last.closed
  const open = isNeighbour ? last : createTurn()
  let answered: ReadonlySet<string> | undefined
  const isAnswered = (id: string): boolean =>
    (answered ??= listAnswered()).has(turn.derivedFrom.get(id) ?? id)
  /** The paths of repeated calls: all calls that came concatenated are left out together. */
  let repeated: Set<string> | undefined
  for (const block of turn.blocks) {
    const path = turn.callPaths.get(block)
    const id = block.toolUse?.toolUseId
    if (block.toolUse === undefined || path === undefined || id === undefined) {
      open.blocks.push(block)
      continue
    }
    if (repeated?.has(path) === true) continue
    const owner = owners.get(id)
    const isNewRound = owner !== undefined && owner !== open && owner.closed && isAnswered(id)
    if (owner !== undefined && !isNewRound) {
      repeated = (repeated ?? new Set()).add(path)
      warnRepeated(path, id, scope)
      continue
    }
    const own = isNewRound ? freshId(id, pairing) : id
    if (own !== id) open.renamed = (open.renamed ?? new Map<string, string>()).set(id, own)
    owners.set(id, open)
    const source = turn.derivedFrom.get(id)
    if (source !== undefined) open.derivedFrom.set(own, open.renamed?.get(source) ?? source)
    const kept = own === id ? block : { toolUse: { ...block.toolUse, toolUseId: own } }
    open.callPaths.set(kept, path)
    open.blocks.push(kept)
  }
  if (!isNeighbour && saysSomething(open.blocks)) paired.push(open)
}

function createTurn(): OpenTurn {
  return {
    role: 'assistant',
    blocks: [],
    callPaths: new Map(),
    derivedFrom: new Map(),
    results: [],
    resultIds: new Set(),
    renamed: undefined,
    closed: false,
  }
}

function warnRepeated(path: string, id: string, scope: RequestScope): void {
  scope.warnings.add(
    'duplicate_tool_call',
    path,
    `The id "${id}" was used by an earlier tool call; this one was left out.`,
  )
}

/** An unused id derived from another one. The same history always gives the same id. */
function freshId(id: string, { taken, counts }: Pairing): string {
  let count = (counts.get(id) ?? 1) + 1
  while (taken.has(`${id}_${count}`)) count += 1
  const fresh = `${id}_${count}`
  taken.add(fresh)
  counts.set(id, count)
  return fresh
}

/** A turn that consists of cache points is empty. */
export function saysSomething(blocks: readonly ContentBlock[]): boolean {
  return blocks.some((block) => block.cachePoint === undefined)
}

function addResult(turn: ResultTurn, { paired, owners, scope }: Pairing): void {
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
  const id = owner.renamed?.get(turn.id) ?? turn.id
  if (owner.resultIds.has(id)) {
    scope.warnings.add(
      'duplicate_tool_result',
      turn.path,
      `The call "${turn.id}" has a result already; this one was left out.`,
    )
    return
  }
  owner.resultIds.add(id)
  owner.results.push({ ...turn, id })
}

function finish(turn: OpenTurn, scope: RequestScope): PairedAssistantTurn {
  const { results, answered } = pairResults(turn, scope)
  const missing = callIds(turn).filter((id) => !answered.has(id))
  for (const [block, path] of turn.callPaths) {
    const id = block.toolUse?.toolUseId ?? ''
    if (answered.has(id)) continue
    scope.warnings.add(
      'missing_tool_result',
      path,
      `The tool call "${id}" has no result in the conversation; Bedrock got an error result for it.`,
    )
  }
  const blocks = turn.blocks.map((block) =>
    block.toolUse === undefined
      ? block
      : { toolUse: { ...block.toolUse, toolUseId: scope.toolIds.toBedrock(block.toolUse.toolUseId ?? '') } },
  )
  return { ...turn, blocks, results: [...results, ...missing.map((id) => toMissingResult(id, scope))] }
}

function toOrphanBlocks({ id, output }: ResultTurn): ContentBlock[] {
  const media = output.content.filter(
    (block) => block.image !== undefined || block.document !== undefined || block.video !== undefined,
  )
  const text = `Result of the tool call "${id}":\n${toOutputText(output.content)}`
  return [{ text }, ...(media as ContentBlock[]), ...output.beside, ...output.cachePoints]
}
