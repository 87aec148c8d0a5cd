import type { Message, OutputBlock } from './message.ts'

/**
 * A message as the events of its stream, all of them in order but `ping`, which may come at any place.
 *
 * https://docs.claude.com/en/docs/build-with-claude/streaming
 */
export function toStreamEvents(message: Message): OutputBlock[] {
  const { usage } = message
  const opening = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } }
  return [
    { type: 'message_start', message: opening },
    ...message.content.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: emptied(block) },
      ...deltas(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.output_tokens },
    },
    { type: 'message_stop' },
  ]
}

function emptied(block: OutputBlock): OutputBlock {
  if (block.type === 'text') return { type: 'text', text: '' }
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' }
  return { ...block, input: {} }
}

function deltas(block: OutputBlock): object[] {
  if (block.type === 'text') return cut(block['text']).map((text) => ({ type: 'text_delta', text }))
  if (block.type === 'thinking') {
    const thoughts = cut(block['thinking']).map((thinking) => ({ type: 'thinking_delta', thinking }))
    return [...thoughts, { type: 'signature_delta', signature: block['signature'] }]
  }
  return cut(JSON.stringify(block['input'])).map((json) => ({ type: 'input_json_delta', partial_json: json }))
}

const cut = (text: unknown): string[] => String(text).match(/.{1,12}/gsu) ?? []
