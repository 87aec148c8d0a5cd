import type { ConverseStreamMetadataEvent, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator, TranslationContext } from '../../context.ts'
import type {
  MessageAnswer,
  MessageBlock,
  MessageCounts,
  MessageEvent,
} from '../../messages-api/message-types.ts'
import type { MessagesResponseContext } from '../../messages-api/response-context.ts'
import { createMessageStream } from '../../messages-api/to-converse/stream.ts'
import { toInvocationMetrics } from '../text-answer.ts'

/** An answer of the Messages API as InvokeModel gives it: without the members that only Anthropic's own API has. */
export function toClaudeMessage(message: MessageAnswer): object {
  const { id, type, role, model, content, stop_reason, stop_sequence, usage } = message
  const said = { content: content.map(toClaudeBlock), stop_reason, stop_sequence }
  return { id, type, role, model, ...said, usage: toClaudeUsage(usage) }
}

/**
 * Converse → the events of Claude's stream by InvokeModel, the last one with the metrics of the invocation. How many tokens
 * went in is known at the end only, and said there.
 */
export function createClaudeChunks(
  responseContext: MessagesResponseContext,
  context: TranslationContext,
): StreamTranslator<ConverseStreamOutput, object> {
  const stream = createMessageStream(responseContext, context)
  let metadata: ConverseStreamMetadataEvent | undefined
  const toChunk = (event: MessageEvent): object => {
    if (event.type !== 'message_stop') return toClaudeEvent(event)
    return { ...event, ...toInvocationMetrics(metadata?.usage, metadata?.metrics?.latencyMs) }
  }
  return {
    push: (event) => {
      metadata = event.metadata ?? metadata
      return stream.push(event).map(toChunk)
    },
    end: () => stream.end().map(toChunk),
    warnings: () => stream.warnings?.() ?? [],
  }
}

function toClaudeEvent(event: MessageEvent): object {
  switch (event.type) {
    case 'message_start':
      return { ...event, message: toClaudeMessage(event.message) }
    case 'content_block_start':
      return { ...event, content_block: toClaudeBlock(event.content_block) }
    case 'message_delta': {
      const { stop_reason, stop_sequence } = event.delta
      return { ...event, delta: { stop_reason, stop_sequence }, usage: toClaudeUsage(event.usage) }
    }
    default:
      return event
  }
}

function toClaudeBlock(block: MessageBlock): object {
  if (block.type === 'text') return { type: 'text', text: block.text }
  if (block.type !== 'tool_use') return block
  const { type, id, name, input } = block
  return { type, id, name, input }
}

function toClaudeUsage(usage: MessageCounts): object {
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = usage
  return { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens }
}
