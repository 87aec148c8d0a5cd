import type {
  ContentBlock,
  ContentBlockDelta,
  ConverseResponse,
  ConverseStreamOutput,
  StopReason,
  TokenUsage,
} from '@aws-sdk/client-bedrock-runtime'

import { encodeBase64 } from '../../base64.ts'
import type { StreamTranslator } from '../../context.ts'
import { parseModelId } from '../../model-facts/model-id.ts'
import type { InvokeScope } from '../invoke-request.ts'
import { toInvocationMetrics } from '../text-answer.ts'

/** https://docs.anthropic.com/en/api/handling-stop-reasons */
const STOP_REASONS: Readonly<Partial<Record<StopReason, string>>> = {
  end_turn: 'end_turn',
  stop_sequence: 'stop_sequence',
  max_tokens: 'max_tokens',
  tool_use: 'tool_use',
  content_filtered: 'refusal',
  model_context_window_exceeded: 'model_context_window_exceeded',
}

/** An answer as a message of Claude. */
export function toClaudeMessage({ output, stopReason, usage }: ConverseResponse, scope: InvokeScope): object {
  return {
    ...toFrame(scope),
    content: (output?.message?.content ?? []).flatMap(toBlocks),
    stop_reason: toClaudeStopReason(stopReason),
    stop_sequence: null,
    usage: toClaudeUsage(usage),
  }
}

/**
 * Converse's events → the events of Claude's stream. A block without a start event gets one. How many tokens went in is
 * known at the end only, and said there.
 */
export function createClaudeChunks(scope: InvokeScope): StreamTranslator<ConverseStreamOutput, object> {
  const started = new Set<number>()
  let stopReason: string | undefined
  return {
    push({ messageStart, contentBlockStart, contentBlockDelta, contentBlockStop, messageStop, metadata }) {
      if (messageStart !== undefined) return [toMessageStart(scope)]
      if (contentBlockStart !== undefined) {
        const { contentBlockIndex: index = 0, start } = contentBlockStart
        started.add(index)
        const { toolUseId: id, name } = start?.toolUse ?? {}
        return [
          { type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } },
        ]
      }
      if (contentBlockDelta !== undefined) {
        const { contentBlockIndex: index = 0, delta } = contentBlockDelta
        const begins = started.has(index) ? [] : [toBlockStart(index, delta)]
        started.add(index)
        return [...begins, ...toDeltas(index, delta)]
      }
      if (contentBlockStop !== undefined)
        return [{ type: 'content_block_stop', index: contentBlockStop.contentBlockIndex ?? 0 }]
      stopReason = messageStop?.stopReason ?? stopReason
      if (metadata === undefined) return []
      return [
        {
          type: 'message_delta',
          delta: { stop_reason: toClaudeStopReason(stopReason), stop_sequence: null },
          usage: toClaudeUsage(metadata.usage),
        },
        { type: 'message_stop', ...toInvocationMetrics(metadata.usage, metadata.metrics?.latencyMs) },
      ]
    },
    end: () => [],
  }
}

function toFrame({ id, modelId }: InvokeScope): object {
  const model = parseModelId(modelId).model?.replace(/^anthropic\.|-v\d+(?::\d+)?$/g, '') ?? modelId
  return { id: `msg_bdrk_${id.replaceAll('-', '')}`, type: 'message', role: 'assistant', model }
}

function toMessageStart(scope: InvokeScope): object {
  const usage = toClaudeUsage(undefined)
  return {
    type: 'message_start',
    message: { ...toFrame(scope), content: [], stop_reason: null, stop_sequence: null, usage },
  }
}

function toClaudeStopReason(reason: string | undefined): string {
  return STOP_REASONS[reason as StopReason] ?? 'end_turn'
}

function toClaudeUsage(usage: Partial<TokenUsage> | undefined): object {
  return {
    input_tokens: usage?.inputTokens ?? 0,
    cache_creation_input_tokens: usage?.cacheWriteInputTokens ?? 0,
    cache_read_input_tokens: usage?.cacheReadInputTokens ?? 0,
    output_tokens: usage?.outputTokens ?? 0,
  }
}

function toBlocks({ text, toolUse, reasoningContent, citationsContent }: ContentBlock): object[] {
  const said = text ?? citationsContent?.content?.map((piece) => piece.text ?? '').join('')
  if (said !== undefined) return [{ type: 'text', text: said }]
  if (toolUse !== undefined) {
    const { toolUseId: id, name, input } = toolUse
    return [{ type: 'tool_use', id, name, input }]
  }
  const { reasoningText, redactedContent } = reasoningContent ?? {}
  if (reasoningText !== undefined) {
    return [{ type: 'thinking', thinking: reasoningText.text, signature: reasoningText.signature ?? '' }]
  }
  return redactedContent === undefined
    ? []
    : [{ type: 'redacted_thinking', data: encodeBase64(redactedContent) }]
}

function toBlockStart(index: number, delta: ContentBlockDelta | undefined): object {
  const { reasoningContent } = delta ?? {}
  const redacted = reasoningContent?.redactedContent
  const block =
    redacted !== undefined
      ? { type: 'redacted_thinking', data: encodeBase64(redacted) }
      : reasoningContent === undefined
        ? { type: 'text', text: '' }
        : { type: 'thinking', thinking: '', signature: '' }
  return { type: 'content_block_start', index, content_block: block }
}

function toDeltas(index: number, delta: ContentBlockDelta | undefined): object[] {
  const { text, toolUse, reasoningContent } = delta ?? {}
  const event = (part: object): object[] => [{ type: 'content_block_delta', index, delta: part }]
  if (text !== undefined) return event({ type: 'text_delta', text })
  if (toolUse !== undefined) return event({ type: 'input_json_delta', partial_json: toolUse.input })
  const { text: thinking, signature } = reasoningContent ?? {}
  if (thinking !== undefined) return event({ type: 'thinking_delta', thinking })
  return signature === undefined ? [] : event({ type: 'signature_delta', signature })
}
