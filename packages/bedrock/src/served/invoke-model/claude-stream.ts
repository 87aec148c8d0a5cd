import type { ContentBlockDelta, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { Json } from './body-format.ts'
import { claudeMessage, claudeStopReason } from './claude-answer.ts'

/** A push reducer: ConverseStream's events as Anthropic's. Converse says nothing when a text block starts. */
export function createClaudeStream(model: string): (event: ConverseStreamOutput) => Json[] {
  const open = new Set<number>()
  let stopReason = 'end_turn'
  return (event) => {
    if (event.messageStart !== undefined) return [messageStart(model)]
    if (event.contentBlockStart !== undefined) {
      const { contentBlockIndex: index = 0, start } = event.contentBlockStart
      open.add(index)
      const { toolUseId: id, name } = start?.toolUse ?? {}
      return [
        { type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } },
      ]
    }
    if (event.contentBlockDelta !== undefined) {
      const { contentBlockIndex: index = 0, delta } = event.contentBlockDelta
      const started = open.has(index)
        ? []
        : [{ type: 'content_block_start', index, content_block: emptyBlock(delta) }]
      open.add(index)
      return [
        ...started,
        ...claudeDeltas(delta).map((part) => ({ type: 'content_block_delta', index, delta: part })),
      ]
    }
    if (event.contentBlockStop !== undefined) {
      return [{ type: 'content_block_stop', index: event.contentBlockStop.contentBlockIndex ?? 0 }]
    }
    if (event.messageStop !== undefined) stopReason = claudeStopReason(event.messageStop.stopReason)
    return event.metadata === undefined ? [] : ending(event.metadata, stopReason)
  }
}

function messageStart(model: string): Json {
  return {
    type: 'message_start',
    message: { ...claudeMessage(model), usage: { input_tokens: 0, output_tokens: 0 } },
  }
}

function ending(
  { usage, metrics }: NonNullable<ConverseStreamOutput['metadata']>,
  stopReason: string,
): Json[] {
  const { inputTokens = 0, outputTokens = 0 } = usage ?? {}
  return [
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: { input_tokens: inputTokens, output_tokens: outputTokens },
    },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: inputTokens,
        outputTokenCount: outputTokens,
        invocationLatency: metrics?.latencyMs ?? 0,
      },
    },
  ]
}

function emptyBlock(delta: ContentBlockDelta | undefined): Json {
  const reasoning = delta?.reasoningContent
  if (reasoning === undefined) return { type: 'text', text: '' }
  if (reasoning.redactedContent === undefined) return { type: 'thinking', thinking: '', signature: '' }
  return { type: 'redacted_thinking', data: Buffer.from(reasoning.redactedContent).toString('base64') }
}

function claudeDeltas(delta: ContentBlockDelta | undefined): Json[] {
  if (delta?.text !== undefined) return [{ type: 'text_delta', text: delta.text }]
  if (delta?.toolUse !== undefined)
    return [{ type: 'input_json_delta', partial_json: delta.toolUse.input ?? '' }]
  const { text, signature } = delta?.reasoningContent ?? {}
  if (text !== undefined) return [{ type: 'thinking_delta', thinking: text }]
  return signature === undefined ? [] : [{ type: 'signature_delta', signature }]
}
