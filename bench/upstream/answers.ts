// Canned answers of every API that a contestant speaks: whole ones as text, streamed ones as packets.
import { EventStreamCodec } from '@smithy/eventstream-codec'

import { ANSWER, DIMENSIONS, MODEL, TEXT, type StreamShape } from '../shape.ts'

/** A streamed answer: its content type, and the packets it is sent in. */
export interface Packets {
  readonly type: string
  readonly packets: readonly Buffer[]
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
)
const EVENT_STREAM = 'application/vnd.amazon.eventstream'
const usage = { inputTokens: 10, outputTokens: 20, totalTokens: 30 }
const embedding = Array.from({ length: DIMENSIONS }, (_, index) => Math.sin(index) / 16)
const anthropicMessage = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: MODEL,
  content: [{ type: 'text', text: ANSWER }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 10, output_tokens: 20 },
}

/** Whole answers by the end of the request's path. */
export const WHOLE: readonly (readonly [path: string, body: string])[] = [
  [
    '/converse',
    JSON.stringify({
      output: { message: { role: 'assistant', content: [{ text: ANSWER }] } },
      stopReason: 'end_turn',
      usage,
      metrics: { latencyMs: 1 },
    }),
  ],
  ['titan-embed-text-v2%3A0/invoke', JSON.stringify({ embedding, inputTextTokenCount: 5 })],
  ['/invoke', JSON.stringify(anthropicMessage)],
  [
    '/chat/completions',
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          logprobs: null,
          message: { role: 'assistant', content: ANSWER, refusal: null },
        },
      ],
      usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
    }),
  ],
]

/** Streamed answers of one shape, by the end of the request's path. */
export function streamedAnswers(shape: StreamShape): readonly (readonly [path: string, packets: Packets])[] {
  const text = TEXT.repeat(Math.ceil(shape.characters / TEXT.length)).slice(0, shape.characters)
  const { deltas } = shape
  return [
    ['/converse-stream', { type: EVENT_STREAM, packets: converseStream(text, deltas) }],
    ['/invoke-with-response-stream', { type: EVENT_STREAM, packets: invokeStream(text, deltas) }],
    ['/chat/completions', { type: 'text/event-stream', packets: completionStream(text, deltas) }],
  ]
}

function converseStream(text: string, deltas: number): Buffer[] {
  return [
    frame('messageStart', { role: 'assistant' }),
    ...repeated(deltas, frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text } })),
    frame('contentBlockStop', { contentBlockIndex: 0 }),
    frame('messageStop', { stopReason: 'end_turn' }),
    frame('metadata', { usage, metrics: { latencyMs: 1 } }),
  ]
}

/** The events of Anthropic's Messages, each in a chunk of InvokeModelWithResponseStream. */
function invokeStream(text: string, deltas: number): Buffer[] {
  const event = (value: object) =>
    frame('chunk', { bytes: Buffer.from(JSON.stringify(value)).toString('base64') })
  const delta = event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })
  return [
    event({ type: 'message_start', message: { ...anthropicMessage, content: [], stop_reason: null } }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...repeated(deltas, delta),
    event({ type: 'content_block_stop', index: 0 }),
    event({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 20 },
    }),
    event({ type: 'message_stop' }),
  ]
}

function completionStream(text: string, deltas: number): Buffer[] {
  return [
    chunk({ role: 'assistant', content: '' }),
    ...repeated(deltas, chunk({ content: text })),
    chunk({}, 'stop'),
    Buffer.from('data: [DONE]\n\n'),
  ]
}

function frame(type: string, payload: object): Buffer {
  const bytes = codec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify({ ...payload, p: 'abcdefgh' })),
  })
  return Buffer.from(bytes)
}

function chunk(delta: object, finish: string | null = null): Buffer {
  const value = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
  }
  return Buffer.from(`data: ${JSON.stringify(value)}\n\n`)
}

/** The same buffer many times: a stream of megabytes costs the upstream no memory. */
function repeated(times: number, packet: Buffer): Buffer[] {
  return Array.from({ length: times }, () => packet)
}
