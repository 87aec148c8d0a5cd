import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

/** Bedrock refuses texts that are empty or whitespace, everywhere: "text content blocks must be non-empty". */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** A text as a block; an empty list for a blank one. */
export function toTextBlocks(text: string): ContentBlock.TextMember[] {
  return isBlank(text) ? [] : [{ text }]
}
