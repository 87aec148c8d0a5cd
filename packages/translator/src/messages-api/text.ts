import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { toCitedText } from '../converse/citations.ts'
import type { TextBlock } from './message-types.ts'

/** Converse → Anthropic: a text as a block of an answer. */
export function toTextBlock(text: string): TextBlock {
  return { type: 'text', text }
}

/** The text of a block of an answer, cited text included; empty for blocks of other kinds. */
export function readText(block: ContentBlock): string {
  return block.text ?? (block.citationsContent === undefined ? '' : toCitedText(block.citationsContent))
}
