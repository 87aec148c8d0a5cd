import type { ContentBlock, ConverseResponse } from '@aws-sdk/client-bedrock-runtime'

import { WarningCollector, type Translated, type TranslationContext } from '../../context.ts'
import { toAnswerExtras, type AnswerExtras } from '../../converse/answer-extras.ts'
import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import { nameBlankCalls } from '../../converse/blank-call-ids.ts'
import { toArguments } from '../../converse/tool-call.ts'
import { restoreInputs } from '../../converse/tool-input.ts'
import { toMessageFrame } from '../message-frame.ts'
import type { MessageAnswer, MessageBlock } from '../message-types.ts'
import type { MessagesResponseContext } from '../response-context.ts'
import { toMessageEnding } from '../stop-reason.ts'
import { readText, toTextBlock } from '../text.ts'
import { toThinkingBlock } from '../thinking.ts'
import { isHiddenCall, toToolUseBlock } from '../tool-use.ts'
import { toMessageUsage } from '../usage.ts'

/**
 * Converse → Anthropic: a whole answer. What the caller asked Bedrock for beyond it stands there under Bedrock's names.
 * Block kinds and stop reasons that are not known here give a warning, never a failure.
 *
 * @param output - the answer as the AWS SDK types it (bytes as `Uint8Array`)
 * @param responseContext - what the request's translation left for this
 */
export function toMessage(
  output: Partial<ConverseResponse>,
  responseContext: MessagesResponseContext,
  context: TranslationContext,
): Translated<MessageAnswer & AnswerExtras> {
  const warnings = new WarningCollector()
  const said = nameBlankCalls(output.output?.message?.content ?? [], context.id)
  const content = toContent(restoreInputs(said, responseContext), responseContext, warnings)
  const calls = content.filter(({ type }) => type === 'tool_use').length
  ANSWER_WARNINGS.stopReason(output.stopReason, 'stop_reason', warnings)
  const value = {
    ...toMessageFrame(context),
    content,
    ...toMessageEnding(output.stopReason, calls, responseContext),
    usage: toMessageUsage(output.usage),
    ...toAnswerExtras(output, context),
  }
  return { value, warnings: warnings.list() }
}

/** Where a tool may stand in for the answer, its text is known only at the end, and stands there. */
function toContent(
  blocks: readonly ContentBlock[],
  responseContext: MessagesResponseContext,
  warnings: WarningCollector,
): MessageBlock[] {
  const toBlocks = (block: ContentBlock): MessageBlock[] => toMessageBlocks(block, responseContext, warnings)
  const name = responseContext.structuredOutputTool
  if (name === undefined) return blocks.flatMap(toBlocks)
  const standIn = blocks.find(({ toolUse }) => toolUse?.name === name)?.toolUse
  const others = blocks.filter((block) => readText(block) === '' && block.toolUse?.name !== name)
  const text = standIn === undefined ? blocks.map(readText).join('') : toArguments(standIn.input)
  return [...others.flatMap(toBlocks), ...(text === '' ? [] : [toTextBlock(text)])]
}

/** One block as the caller sees it: none where it is hidden, with a warning where that hides something. */
function toMessageBlocks(
  block: ContentBlock,
  responseContext: MessagesResponseContext,
  warnings: WarningCollector,
): MessageBlock[] {
  if (block.text !== undefined || block.citationsContent !== undefined) {
    const text = readText(block)
    return text === '' ? [] : [toTextBlock(text)]
  }
  if (block.reasoningContent !== undefined) {
    const thinking = responseContext.thinking ? toThinkingBlock(block.reasoningContent) : undefined
    return thinking === undefined ? [] : [thinking]
  }
  if (block.toolUse === undefined) {
    ANSWER_WARNINGS.unknownBlock(block, 'content', warnings)
    return []
  }
  if (isHiddenCall(block.toolUse, responseContext, warnings)) return []
  return [toToolUseBlock(block.toolUse, responseContext)]
}
