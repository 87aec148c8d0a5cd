import type { ChatCompletionMessage } from 'openai/resources/chat/completions'

import type { ContentBlockDeltaPart } from './answer-types.ts'
import { toAnnotations } from './annotations.ts'
import type { CitedText } from '../converse/citations.ts'
import type { ContentBlockPart } from './openai-types.ts'

/**
 * What the finish chunk of a stream repeats as a whole, since readers that keep the last of every field, as the helper
 * of `openai` does, would lose it: annotations, and (with relaxed compliance) the blocks with their signatures.
 */
export interface CompleteParts {
  readonly blocks: Map<number, ContentBlockPart>
  /** Texts that are cited, by the index of their block. */
  readonly cited: Map<number, CitedText>
}

/** The state before the first piece. */
export function createCompleteParts(): CompleteParts {
  return { blocks: new Map(), cited: new Map() }
}

/** Adds a piece to its block. */
export function addPiece({ blocks }: CompleteParts, { index, delta }: ContentBlockDeltaPart): void {
  const block = blocks.get(index)
  if (delta.text !== undefined) {
    if (block?.type === 'text') block.text += delta.text
    else blocks.set(index, { type: 'text', text: delta.text })
  } else if (delta.data !== undefined) {
    if (block?.type === 'redacted_thinking') block.data += delta.data
    else blocks.set(index, { type: 'redacted_thinking', data: delta.data })
  } else if (delta.id !== undefined) blocks.set(index, { type: 'tool_use', id: delta.id })
  else addThinking(blocks, index, delta)
}

function addThinking(
  blocks: CompleteParts['blocks'],
  index: number,
  { thinking = '', signature }: ContentBlockDeltaPart['delta'],
): void {
  const known = blocks.get(index)
  const block = known?.type === 'thinking' ? known : { type: 'thinking' as const, thinking: '' }
  block.thinking += thinking
  if (signature !== undefined) block.signature = (block.signature ?? '') + signature
  blocks.set(index, block)
}

/** The blocks in order, each beside an empty delta: readers that add up deltas find nothing to add. */
export function toCompleteBlocks({ blocks }: Pick<CompleteParts, 'blocks'>): ContentBlockDeltaPart[] {
  return [...blocks]
    .toSorted(([first], [second]) => first - second)
    .map(([index, block]) => ({ index, delta: {}, ...block }))
}

/** All annotations of the answer, in the order of its blocks. */
export function toCompleteAnnotations({ cited }: CompleteParts): ChatCompletionMessage.Annotation[] {
  return [...cited].toSorted(([first], [second]) => first - second).flatMap(([, text]) => toAnnotations(text))
}
