import type { ConverseStreamMetadataEvent, MessageStopEvent } from '@aws-sdk/client-bedrock-runtime'

import { WarningCollector, type TranslationContext } from '../../context.ts'
import { createRedacted, type Redacted } from '../../converse/redacted-reasoning.ts'
import type { MessageBlock, MessageBlockDelta, MessageEvent } from '../message-types.ts'
import type { MessagesResponseContext } from '../response-context.ts'

/** An open block: its index on Anthropic's side, or why the caller does not see it. */
export type OpenBlock =
  | { readonly kind: 'shown'; readonly index: number }
  | { readonly kind: 'hidden' | 'stand-in' }

/** The state of one streamed answer. */
export interface MessageState {
  readonly responseContext: MessagesResponseContext
  readonly context: TranslationContext
  readonly warnings: WarningCollector
  /** By `contentBlockIndex`. */
  readonly open: Map<number, OpenBlock>
  readonly redacted: Redacted
  /** Text that waits for the end, since a tool may stand in for it. */
  held: string
  /** The arguments of that tool, once it was called. */
  standIn: string | undefined
  blocks: number
  calls: number
  started: boolean
  finished: boolean
  stop: MessageStopEvent | undefined
  metadata: ConverseStreamMetadataEvent | undefined
}

/** The state before the first event. */
export function createMessageState(
  responseContext: MessagesResponseContext,
  context: TranslationContext,
): MessageState {
  return {
    responseContext,
    context,
    warnings: new WarningCollector(),
    open: new Map(),
    redacted: createRedacted(),
    held: '',
    standIn: undefined,
    blocks: 0,
    calls: 0,
    started: false,
    finished: false,
    stop: undefined,
    metadata: undefined,
  }
}

/** A piece of a block. Text and reasoning have no start event on Bedrock: their first piece begins them. */
export function pushPiece(
  state: MessageState,
  index: number,
  empty: MessageBlock,
  delta: MessageBlockDelta,
): MessageEvent[] {
  const begun = state.open.has(index) ? [] : openBlock(state, index, empty)
  const block = state.open.get(index)
  if (block?.kind !== 'shown') return begun
  return [...begun, { type: 'content_block_delta', index: block.index, delta }]
}

/** Begins a block: its index is the next one, whatever Bedrock's is. */
export function openBlock(state: MessageState, index: number, block: MessageBlock): MessageEvent[] {
  const shown = { kind: 'shown', index: state.blocks } as const
  state.blocks += 1
  state.open.set(index, shown)
  return [{ type: 'content_block_start', index: shown.index, content_block: block }]
}
