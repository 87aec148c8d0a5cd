import type { ChatCompletionContentPartText } from 'openai/resources/chat/completions'

/** Converse → chat completions: a text block as a part; the reverse is `toTextBlocks`. */
export function toTextPart(block: { text: string }): ChatCompletionContentPartText {
  return { type: 'text', text: block.text }
}
