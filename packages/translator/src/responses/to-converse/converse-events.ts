import type {
  ContentBlock,
  ContentBlockDelta,
  ConverseResponse,
  ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime'

import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import { toArguments } from '../../converse/tool-call.ts'
import type { WarningCollector } from '../../context.ts'
import { isObject } from '../../json-shape.ts'

/**
 * A whole answer of Converse as the events of a streamed one. What is no text, reasoning, citation or tool use is left
 * out with a warning.
 */
export function toConverseEvents(
  answer: Partial<ConverseResponse>,
  warnings: WarningCollector,
): ConverseStreamOutput[] {
  const { output, stopReason, additionalModelResponseFields } = answer
  const { usage, metrics, trace, performanceConfig, serviceTier } = answer
  const events: unknown[] = [{ messageStart: { role: 'assistant' } }]
  for (const [index, block] of (output?.message?.content ?? []).entries()) {
    if (!isObject(block)) continue
    const { toolUse } = block
    if (toolUse) {
      const { input: _input, ...start } = toolUse
      events.push({ contentBlockStart: { contentBlockIndex: index, start: { toolUse: start } } })
    }
    for (const delta of toDeltas(block, warnings)) {
      events.push({ contentBlockDelta: { contentBlockIndex: index, delta } })
    }
    events.push({ contentBlockStop: { contentBlockIndex: index } })
  }
  events.push(
    { messageStop: { stopReason, additionalModelResponseFields } },
    {
      metadata: { usage, metrics, trace, performanceConfig, serviceTier },
    },
  )
  return events as ConverseStreamOutput[]
}

function toDeltas(block: ContentBlock, warnings: WarningCollector): ContentBlockDelta[] {
  if (block.text !== undefined) return [{ text: block.text }]
  if (block.toolUse !== undefined) return [{ toolUse: { input: toArguments(block.toolUse.input) } }]
  if (block.reasoningContent?.reasoningText !== undefined) {
    const { text, signature } = block.reasoningContent.reasoningText
    return [
      ...(text ? [{ reasoningContent: { text } }] : []),
      ...(signature ? [{ reasoningContent: { signature } }] : []),
    ]
  }
  if (block.reasoningContent?.redactedContent !== undefined) {
    return [{ reasoningContent: { redactedContent: block.reasoningContent.redactedContent } }]
  }
  if (block.citationsContent !== undefined) {
    const { content = [], citations = [] } = block.citationsContent
    return [
      ...content.map((piece) => ({ text: piece.text ?? '' })),
      ...citations.map((citation) => ({ citation })),
    ]
  }
  ANSWER_WARNINGS.unknownBlock(block, 'output', warnings)
  return []
}
