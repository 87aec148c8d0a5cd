import type { ContentBlock, ToolResultBlock } from '@aws-sdk/client-bedrock-runtime'

import type { RequestScope } from './request-scope.ts'
import { MISSING_OUTPUT } from './tool-output.ts'
import type { AssistantTurn, ResultTurn } from './turns.ts'

/** A tool result with the blocks that go beside it. Ids are Bedrock's. */
export interface PairedResult {
  readonly toolResult: ToolResultBlock
  readonly beside: readonly ContentBlock[]
  readonly cachePoints: readonly ContentBlock[]
}

/** What a turn's calls and their results are paired by. */
interface AnsweredTurn extends Pick<AssistantTurn, 'derivedFrom'> {
  readonly results: readonly ResultTurn[]
  /** The ids of these. */
  readonly resultIds: ReadonlySet<string>
}

/** The results of a turn's calls, and the ids of these calls. */
export function pairResults(
  turn: AnsweredTurn,
  scope: RequestScope,
): { readonly results: PairedResult[]; readonly answered: ReadonlySet<string> } {
  if (turn.derivedFrom.size === 0) {
    const results = turn.results.map((result) => toPairedResult(result, result.id, scope))
    return { results, answered: turn.resultIds }
  }
  const derived = groupDerived(turn)
  const idsOf = ({ id }: ResultTurn): string[] => [id, ...(derived.get(id) ?? [])]
  return {
    results: turn.results.flatMap((result) => idsOf(result).map((id) => toPairedResult(result, id, scope))),
    answered: new Set(turn.results.flatMap(idsOf)),
  }
}

/** The ids of calls that came concatenated with another one and share its result, by that one's id. See `toToolUses`. */
function groupDerived({ derivedFrom }: AnsweredTurn): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [derived, source] of derivedFrom) {
    const group = groups.get(source)
    if (group === undefined) groups.set(source, [derived])
    else group.push(derived)
  }
  return groups
}

function toPairedResult({ output }: ResultTurn, id: string, scope: RequestScope): PairedResult {
  const { content, status } = output
  const toolUseId = scope.toolIds.toBedrock(id)
  const toolResult = { toolUseId, content, ...(status === undefined ? {} : { status }) }
  return { toolResult, beside: output.beside, cachePoints: output.cachePoints }
}

/** The error result of a call that has none. */
export function toMissingResult(id: string, scope: RequestScope): PairedResult {
  const content = [{ text: MISSING_OUTPUT }]
  return {
    toolResult: { toolUseId: scope.toolIds.toBedrock(id), content, status: 'error' },
    beside: [],
    cachePoints: [],
  }
}
