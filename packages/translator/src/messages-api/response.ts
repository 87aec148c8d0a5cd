import type { ContentBlock, ConverseResponse } from '@aws-sdk/client-bedrock-runtime'

import { toAnswerExtras } from '../converse/answer-ending.ts'
import type { AnswerExtras } from '../chat-completions/answer-types.ts'
import { toCitedText } from '../converse/citations.ts'
import { toArguments } from '../converse/tool-call.ts'
import type { TranslationContext } from '../context.ts'
import type { MessageAnswer, MessageBlock, TextBlock } from './message-types.ts'
import type { MessagesResponseContext } from './response-context.ts'
import { toMessageEnding } from './stop-reason.ts'
import { toThinkingBlock } from './thinking.ts'
import { toToolUseBlock } from './tool-use.ts'
import { toMessageUsage } from './usage.ts'

/** Converse → Anthropic: a whole answer. What the caller asked Bedrock for beyond it stands there under Bedrock's names. */
export function toMessage(
  output: Partial<ConverseResponse>,
  responseContext: MessagesResponseContext,
  context: TranslationContext,
): MessageAnswer & AnswerExtras {
  const content = toContent(output.output?.message?.content ?? [], responseContext)
  const calls = content.filter(({ type }) => type === 'tool_use').length
  return {
    id: context.id,
    type: 'message',
    role: 'assistant',
    model: context.model.id,
    content,
    ...toMessageEnding(output.stopReason, calls, responseContext),
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
function toContent(
  blocks: readonly ContentBlock[],
  responseContext: MessagesResponseContext,
): MessageBlock[] {
  const name = responseContext.structuredOutputTool
  if (name === undefined) return blocks.flatMap((block) => toMessageBlock(block, responseContext))
  const standIn = blocks.find(({ toolUse }) => toolUse?.name === name)?.toolUse
  const texts = blocks.map(textOf).join('')
  const others = blocks.filter((block) => textOf(block) === '' && block.toolUse?.name !== name)
  const text = standIn === undefined ? texts : toArguments(standIn.input)
  return [
    ...others.flatMap((block) => toMessageBlock(block, responseContext)),
    ...(text === '' ? [] : [toTextBlock(text)]),
  ]
}

function toMessageBlock(block: ContentBlock, responseContext: MessagesResponseContext): MessageBlock[] {
  const text = textOf(block)
  if (text !== '') return [toTextBlock(text)]
  if (block.reasoningContent !== undefined) {
    const thinking = responseContext.thinking ? toThinkingBlock(block.reasoningContent) : undefined
    return thinking === undefined ? [] : [thinking]
  }
  const hidden = responseContext.suppressToolCalls || block.toolUse?.type === 'server_tool_use'
  return block.toolUse === undefined || hidden ? [] : [toToolUseBlock(block.toolUse, responseContext)]
}

function textOf(block: ContentBlock): string {
  return block.text ?? (block.citationsContent === undefined ? '' : toCitedText(block.citationsContent))
}
