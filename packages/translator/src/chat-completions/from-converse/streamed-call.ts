import { parseJson } from '../../json-shape.ts'
import type { AnswerCall } from './answer-call.ts'

/** A tool call that is being received; its block starts as soon as its name is known. */
export interface StreamedCall {
  block: number | undefined
  id: string
  name: string
  /** Arguments that came before the name. */
  held: string
  /** All arguments so far. */
  input: string
  closed: boolean
}

/** The tool calls of a streamed answer. */
export interface CallState {
  /** The latest call of each index. */
  readonly calls: Map<number, StreamedCall>
  /** The call that the latest part belonged to: parts without an index go on with it, or begin another one. */
  latest: StreamedCall | undefined
  /** All calls that have a block, in order. */
  readonly begun: StreamedCall[]
}

/** The call that a part belongs to, which is the latest from now on: the one it continues, else a new one. */
export function findCall(state: CallState, part: AnswerCall): StreamedCall {
  const current = part.index === undefined ? findUnindexed(state, part) : state.calls.get(part.index)
  const isContinued = current !== undefined && !beginsAnother(current, part)
  state.latest = isContinued ? current : addCall(state, part)
  return state.latest
}

function addCall({ calls, begun }: CallState, { index }: AnswerCall): StreamedCall {
  const call: StreamedCall = { block: undefined, id: '', name: '', held: '', input: '', closed: false }
  calls.set(index ?? -1 - begun.length, call)
  return call
}

function findUnindexed({ begun, latest }: CallState, { id }: AnswerCall): StreamedCall | undefined {
  return id === ''
    ? latest
    : (begun.find((call) => call.id === id) ?? (latest?.id === '' ? latest : undefined))
}

/**
 * Some backends give all calls the same index, or none (Gemini, llama.cpp): a name beside another id begins another call, and so
 * does a name without an id behind arguments that are whole.
 */
function beginsAnother(current: StreamedCall, { id, name }: AnswerCall): boolean {
  if (current.block === undefined || name === '') return false
  return id === '' ? isWhole(current.input) : current.id !== id
}

/** Whether arguments are a complete JSON object. */
export function isWhole(json: string): boolean {
  return json.trimEnd().endsWith('}') && parseJson(json) !== undefined
}
