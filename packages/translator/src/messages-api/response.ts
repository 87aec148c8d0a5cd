import type { ContentBlock, ConverseResponse } from '@aws-sdk/client-bedrock-runtime'

import { toAnswerExtras } from '../chat-completions/answer-ending.ts'
import type { AnswerExtras } from '../chat-completions/answer-types.ts'
import { toCitedText } from '../chat-completions/citations.ts'
import { toArguments } from '../chat-completions/tool-call.ts'
import type { TranslationContext } from '../context.ts'
import type { MessageAnswer, MessageBlock, TextBlock } from './message-types.ts'
import type { MessagesRecall } from './recall.ts'
import { toMessageEnding } from './stop-reason.ts'
import { toThinkingBlock } from './thinking.ts'
import { toToolUseBlock } from './tool-use.ts'
import { toMessageUsage } from './usage.ts'

/** Converse → Anthropic: a whole answer. What the caller asked Bedrock for beyond it stands there under Bedrock's names. */
export function toMessage(
  output: Partial<ConverseResponse>,
  recall: MessagesRecall,
  context: TranslationContext,
): MessageAnswer & AnswerExtras {
  const content = toContent(output.output?.message?.content ?? [], recall)
  const calls = content.filter(({ type }) => type === 'tool_use').length
  return {
    id: context.id,
    type: 'message',
    role: 'assistant',
    model: context.model.id,
    content,
    ...toMessageEnding(output.stopReason, calls, recall),
    diagnostics: null,
    usage: toMessageUsage(output.usage),
    ...toAnswerExtras(output, context),
  }
}

/** A text as a block of an answer. */
export function toTextBlock(text: string): TextBlock {
  return { type: 'text', text, citations: null }
}

/** Where a tool may stand in for the answer, its text is known only at the end, and stands there. */
function toContent(blocks: readonly ContentBlock[], recall: MessagesRecall): MessageBlock[] {
  const name = recall.structuredOutputTool
  if (name === undefined) return blocks.flatMap((block) => toMessageBlock(block, recall))
  const standIn = blocks.find(({ toolUse }) => toolUse?.name === name)?.toolUse
  const texts = blocks.map(textOf).join('')
  const others = blocks.filter((block) => textOf(block) === '' && block.toolUse?.name !== name)
  const text = standIn === undefined ? texts : toArguments(standIn.input)
  return [
    ...others.flatMap((block) => toMessageBlock(block, recall)),
    ...(text === '' ? [] : [toTextBlock(text)]),
  ]
}

function toMessageBlock(block: ContentBlock, recall: MessagesRecall): MessageBlock[] {
  const text = textOf(block)
  if (text !== '') return [toTextBlock(text)]
  if (block.reasoningContent !== undefined) {
    const thinking = recall.thinking ? toThinkingBlock(block.reasoningContent) : undefined
    return thinking === undefined ? [] : [thinking]
  }
  const hidden = recall.suppressToolCalls || block.toolUse?.type === 'server_tool_use'
  return block.toolUse === undefined || hidden ? [] : [toToolUseBlock(block.toolUse, recall)]
}

function textOf(block: ContentBlock): string {
  return block.text ?? (block.citationsContent === undefined ? '' : toCitedText(block.citationsContent))
}
