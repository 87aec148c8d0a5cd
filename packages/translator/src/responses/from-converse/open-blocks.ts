import type { ContentBlockDelta, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

/** A block of the answer that is being received. */
export interface OpenBlock {
  readonly kind: 'text' | 'reasoning' | 'call'
  readonly index: number
  /** The text or the arguments so far. */
  received: string
  closed: boolean
}

/** The blocks of a streamed answer. */
export interface BlockState {
  /** By item, and for texts by part of it. */
  readonly blocks: Map<string, OpenBlock>
  /** The text or reasoning that is open. */
  text: OpenBlock | undefined
  /** How many blocks there have been. */
  opened: number
}

/** A new block. Its start is the caller's to send, where its kind has one. */
export function add(state: BlockState, key: string, kind: OpenBlock['kind']): OpenBlock {
  const block: OpenBlock = { kind, index: state.opened, received: '', closed: false }
  state.opened += 1
  state.blocks.set(key, block)
  return block
}

/** The block of this key: the one that is open, else a new one, before which another one ends. */
export function open(
  state: BlockState,
  key: string,
  kind: 'text' | 'reasoning',
  events: ConverseStreamOutput[],
): OpenBlock {
  const known = state.blocks.get(key)
  if (known !== undefined && !known.closed) return known
  closeText(state, events)
  state.text = add(state, key, kind)
  return state.text
}

/** Bedrock ends a block before the next one begins; calls, which may run side by side, end by themselves. */
export function closeText(state: BlockState, events: ConverseStreamOutput[]): void {
  if (state.text !== undefined) close(state.text, events)
}

/** The end of a block, once. */
export function close(block: OpenBlock, events: ConverseStreamOutput[]): void {
  if (block.closed) return
  block.closed = true
  events.push({ contentBlockStop: { contentBlockIndex: block.index } })
}

/** A piece of a block. */
export function emit(
  events: ConverseStreamOutput[],
  block: OpenBlock,
  delta: ContentBlockDelta,
  received: string,
): void {
  block.received += received
  events.push({ contentBlockDelta: { contentBlockIndex: block.index, delta } })
}
