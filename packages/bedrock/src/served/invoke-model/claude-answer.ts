import type { ContentBlock, ConverseResponse, StopReason } from '@aws-sdk/client-bedrock-runtime'
import type { Json } from './body-format.ts'

/** A Converse answer in Anthropic's shape. */
export function toClaudeAnswer({ output, stopReason, usage }: ConverseResponse, model: string): Json {
  return {
    ...claudeMessage(model),
    content: (output?.message?.content ?? []).flatMap(toClaudeBlocks),
    stop_reason: claudeStopReason(stopReason),
    usage: { input_tokens: usage?.inputTokens ?? 0, output_tokens: usage?.outputTokens ?? 0 },
  }
}

/** A message without anything in it. */
export function claudeMessage(model: string): Json {
  const id = `msg_bdrk_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  }
}

/** Converse has Anthropic's names, and some of its own. */
export function claudeStopReason(reason: StopReason | undefined): string {
  if (reason === 'guardrail_intervened' || reason === 'content_filtered') return 'refusal'
  return reason === 'malformed_tool_use' ? 'tool_use' : (reason ?? 'end_turn')
}

function toClaudeBlocks(block: ContentBlock): Json[] {
  if (block.text !== undefined) return [{ type: 'text', text: block.text }]
  if (block.toolUse !== undefined) {
    const { toolUseId: id, name, input } = block.toolUse
    return [{ type: 'tool_use', id, name, input }]
  }
  if (block.citationsContent !== undefined) {
    return (block.citationsContent.content ?? []).map(({ text }) => ({ type: 'text', text }))
  }
  const reasoning = block.reasoningContent
  if (reasoning?.reasoningText !== undefined) {
    const { text: thinking, signature = '' } = reasoning.reasoningText
    return [{ type: 'thinking', thinking, signature }]
  }
  if (reasoning?.redactedContent === undefined) return []
  return [{ type: 'redacted_thinking', data: Buffer.from(reasoning.redactedContent).toString('base64') }]
}
