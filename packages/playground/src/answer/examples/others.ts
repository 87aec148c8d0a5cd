import { namedEvents } from './parts.ts'

const USAGE = {
  input_tokens: 31,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 1,
}

/** What InvokeModelWithResponseStream gives for Claude: Anthropic's own events. */
export const CLAUDE = namedEvents(
  {
    type: 'message_start',
    message: {
      id: 'msg_bdrk_01',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: USAGE,
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'It is' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' raining.' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 6 },
  },
  { type: 'message_stop' },
)

/** What GPT on Bedrock's Mantle endpoint gives by the Responses API. */
export const RESPONSES = namedEvents(
  {
    type: 'response.created',
    response: {
      id: 'resp_1',
      object: 'response',
      model: 'openai.gpt-5.5',
      status: 'in_progress',
      output: [],
    },
  },
  {
    type: 'response.output_item.added',
    output_index: 0,
    item: { type: 'message', id: 'msg_1', role: 'assistant', content: [] },
  },
  {
    type: 'response.output_text.delta',
    item_id: 'msg_1',
    output_index: 0,
    content_index: 0,
    delta: 'I look',
  },
  {
    type: 'response.output_text.delta',
    item_id: 'msg_1',
    output_index: 0,
    content_index: 0,
    delta: ' it up.',
  },
  {
    type: 'response.output_item.done',
    output_index: 0,
    item: {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'I look it up.' }],
    },
  },
  {
    type: 'response.output_item.added',
    output_index: 1,
    item: { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'get_weather', arguments: '' },
  },
  { type: 'response.function_call_arguments.delta', output_index: 1, delta: '{"city":' },
  { type: 'response.function_call_arguments.delta', output_index: 1, delta: '"Oslo"}' },
  {
    type: 'response.output_item.done',
    output_index: 1,
    item: {
      type: 'function_call',
      id: 'fc_1',
      call_id: 'call_1',
      name: 'get_weather',
      arguments: '{"city":"Oslo"}',
    },
  },
  {
    type: 'response.completed',
    response: {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      usage: { input_tokens: 61, output_tokens: 22, total_tokens: 83 },
    },
  },
)

/** A whole answer of Chat Completions. */
export const CHAT_COMPLETION = JSON.stringify(
  {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_767_225_600,
    model: 'openai.gpt-oss-120b-1:0',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Good morning!', reasoning: 'A greeting is asked for.' },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 18, completion_tokens: 9, total_tokens: 27 },
  },
  null,
  2,
)
