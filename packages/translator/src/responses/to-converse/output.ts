import type { ResponseOutputItem } from 'openai/resources/responses/responses'

import { closeCall, openCall, type CallState, type OpenedCall } from '../call-item.ts'
import { closeMessage, openMessage, type MessageState } from '../message-item.ts'
import { closeReasoning, endReasoning, openReasoning, type ReasoningState } from '../reasoning-item.ts'
import type { EventSink, ItemStatus } from '../output-events.ts'

type ItemState = MessageState | ReasoningState | CallState

/** The output of an answer while it is being written. */
export interface Output {
  readonly sink: EventSink
  /** The base of the items' ids: the same answer has the same ids. */
  readonly id: string
  readonly items: ItemState[]
  /** The completed items, by their index. */
  readonly done: Map<number, ResponseOutputItem>
  /** Which item a content block belongs to. */
  readonly byBlock: Map<number, ItemState>
}

/**
 * @param responseId - the id of the whole answer
 * @param silent - nobody wants the events
 */
export function createOutput(responseId: string, silent: boolean): Output {
  const id = responseId.replace(/^resp_/, '')
  return {
    sink: { next: 0, events: silent ? undefined : [] },
    id,
    items: [],
    done: new Map(),
    byBlock: new Map(),
  }
}

/** The message that a block of text belongs to. Neighbouring blocks share one: callers parse a part as a whole. */
export function ensureMessage(output: Output, block: number): MessageState {
  const known = output.byBlock.get(block)
  if (known?.kind === 'message') return known
  const last = output.items.at(-1)
  const message =
    last?.kind === 'message' && !output.done.has(last.index)
      ? last
      : add(output, (id, index) => openMessage(id, index, output.sink))
  return assign(output, block, message)
}

/** The reasoning item of a block. Neighbouring blocks share one. */
export function ensureReasoning(output: Output, block: number): ReasoningState {
  const known = output.byBlock.get(block)
  if (known?.kind === 'reasoning') return known
  const last = output.items.at(-1)
  const reasoning =
    last?.kind === 'reasoning' && !output.done.has(last.index)
      ? last
      : add(output, (id, index) => openReasoning(id, index, output.sink))
  return assign(output, block, reasoning)
}

/** A new call, for a block that begins. */
export function addCall(output: Output, block: number, call: OpenedCall): CallState {
  const state = add(output, (id, index) => openCall(id, index, call, output.sink))
  return assign(output, block, state)
}

/** A block has ended. Its item ends with the next one, or with the answer: only then is its status known. */
export function endBlock(output: Output, block: number): void {
  const item = output.byBlock.get(block)
  if (item?.kind === 'reasoning') endReasoning(item, block, output.sink)
  item?.open.delete(block)
}

/**
 * Ends all items.
 *
 * @param status - of the last one; the others are complete
 * @returns the items in order
 */
export function endOutput(output: Output, status: ItemStatus): ResponseOutputItem[] {
  const last = output.items.length - 1
  for (const state of output.items) close(output, state, state.index === last ? status : 'completed')
  return output.items.flatMap(({ index }) => output.done.get(index) ?? [])
}

function add<State extends ItemState>(output: Output, open: (id: string, index: number) => State): State {
  for (const state of output.items) if (state.open.size === 0) close(output, state, 'completed')
  const index = output.items.length
  const state = open(`${output.id}_${index}`, index)
  output.items.push(state)
  return state
}

function assign<State extends ItemState>(output: Output, block: number, state: State): State {
  output.byBlock.set(block, state)
  state.open.add(block)
  return state
}

function close(output: Output, state: ItemState, status: ItemStatus): void {
  if (output.done.has(state.index)) return
  output.done.set(state.index, closedItem(state, status, output.sink))
}

function closedItem(state: ItemState, status: ItemStatus, sink: EventSink): ResponseOutputItem {
  if (state.kind === 'message') return closeMessage(state, status, sink)
  if (state.kind === 'reasoning') return closeReasoning(state, status, sink)
  return closeCall(state, status, sink)
}
