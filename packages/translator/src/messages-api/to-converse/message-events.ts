import { stringifyPart } from '../../converse/exact-json.ts'
import type { MessageAnswer, MessageBlock, MessageBlockDelta, MessageEvent } from '../message-types.ts'
import { toMessageCounts } from '../usage.ts'

/** Converse → Anthropic: a whole answer as the events of a stream, for models that cannot call tools on a stream. */
export function toMessageEvents(message: MessageAnswer): MessageEvent[] {
  const { content, usage, stop_reason, stop_sequence, stop_details, container } = message
  const { cache_creation_input_tokens, cache_read_input_tokens, input_tokens, output_tokens } = usage
  return [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    ...content.flatMap((block, index): MessageEvent[] => [
      { type: 'content_block_start', index, content_block: toEmptyBlock(block) },
      ...toDeltas(block).map((delta): MessageEvent => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence, stop_details, container },
      usage: {
        ...toMessageCounts(undefined),
        input_tokens,
        output_tokens,
        cache_creation_input_tokens,
        cache_read_input_tokens,
      },
    },
    { type: 'message_stop' },
  ]
}

function toEmptyBlock(block: MessageBlock): MessageBlock {
  if (block.type === 'text') return { ...block, text: '' }
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' }
  return block.type === 'tool_use' ? { ...block, input: {} } : block
}

function toDeltas(block: MessageBlock): MessageBlockDelta[] {
  if (block.type === 'text') return [{ type: 'text_delta', text: block.text }]
  if (block.type === 'tool_use')
    return [{ type: 'input_json_delta', partial_json: stringifyPart(block.input) }]
  if (block.type === 'redacted_thinking') return []
  const { thinking, signature } = block
  const thought: MessageBlockDelta = { type: 'thinking_delta', thinking }
  return signature === '' ? [thought] : [thought, { type: 'signature_delta', signature }]
}
