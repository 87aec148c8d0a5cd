import { encodeEvent, encodeException } from '@patchbay/testing'

/** How one API writes answers and failures. */
export interface Protocol {
  readonly streamType: string
  /** A whole answer. */
  readonly whole: (text: string) => string
  /** A stream: what only opens it, its content, and the rest. */
  readonly stream: (text: string) => readonly [opening: Buffer, content: Buffer, rest: Buffer]
  /** A failed answer. */
  readonly failure: (status: number) => { readonly headers: Record<string, string>; readonly body: string }
  /** A failure within a stream. */
  readonly exception: (status: number) => Buffer
  /** What no client can read. */
  readonly malformed: Buffer
}

/** The API that a path is of. */
export function protocolOf(path: string): Protocol {
  const entry = Object.entries(PROTOCOLS).find(([ending]) => path.endsWith(ending))
  if (entry === undefined) throw new Error(`There is no protocol for ${path}.`)
  return entry[1]
}

const EXCEPTIONS: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  401: 'AccessDeniedException',
  408: 'ModelTimeoutException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
}
const TYPES: Readonly<Record<number, string>> = { 400: 'invalid_request_error', 429: 'rate_limit_error' }
const MESSAGE = 'It failed.'
const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 }

/** Frames of Amazon's event stream. */
const frames = {
  streamType: 'application/vnd.amazon.eventstream',
  failure: (status: number) => ({
    headers: { 'x-amzn-errortype': EXCEPTIONS[status] ?? 'InternalServerException' },
    body: JSON.stringify({ message: MESSAGE }),
  }),
  exception: (status: number) => {
    const name = EXCEPTIONS[status] ?? ''
    return encodeException(name.charAt(0).toLowerCase() + name.slice(1), MESSAGE)
  },
  malformed: Buffer.from(encodeEvent('contentBlockDelta', { broken: true })).fill(0, 20),
}

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
const named = (event: { readonly type: string }): string => `event: ${event.type}\n${data(event)}`

/** Server-sent events. */
const events = {
  streamType: 'text/event-stream',
  failure: (status: number) => ({
    headers: {},
    body: JSON.stringify({ error: { message: MESSAGE, type: TYPES[status] ?? 'api_error', code: null } }),
  }),
}

const converse: Protocol = {
  ...frames,
  whole: (text) =>
    JSON.stringify({
      output: { message: { role: 'assistant', content: [{ text }] } },
      stopReason: 'end_turn',
      usage,
      metrics: { latencyMs: 1 },
    }),
  stream: (text) => [
    encodeEvent('messageStart', { role: 'assistant' }),
    encodeEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
    Buffer.concat([
      encodeEvent('contentBlockStop', { contentBlockIndex: 0 }),
      encodeEvent('messageStop', { stopReason: 'end_turn' }),
      encodeEvent('metadata', { usage, metrics: { latencyMs: 1 } }),
    ]),
  ],
}

const message = (text?: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: text === undefined ? [] : [{ type: 'text', text }],
  stop_reason: text === undefined ? null : 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
})
const claudeEvents = (text: string) => {
  const opening = [
    { type: 'message_start', message: message() },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ]
  const content = [{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }]
  const rest = [
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 1 },
    },
    { type: 'message_stop' },
  ]
  return [opening, content, rest] as const
}
const written = (
  parts: ReturnType<typeof claudeEvents>,
  write: (event: { readonly type: string }) => string | Buffer,
): [Buffer, Buffer, Buffer] => {
  const [opening, content, rest] = parts.map((part) =>
    Buffer.concat(part.map((event) => Buffer.from(write(event)))),
  )
  return [opening, content, rest] as [Buffer, Buffer, Buffer]
}

const invokeClaude: Protocol = {
  ...frames,
  whole: (text) => JSON.stringify(message(text)),
  stream: (text) =>
    written(claudeEvents(text), (event) =>
      encodeEvent('chunk', { bytes: Buffer.from(JSON.stringify(event)).toString('base64') }),
    ),
}

const messages: Protocol = {
  ...events,
  whole: (text) => JSON.stringify(message(text)),
  stream: (text) => written(claudeEvents(text), named),
  failure: (status) => ({
    headers: {},
    body: JSON.stringify({ type: 'error', error: { type: TYPES[status] ?? 'api_error', message: MESSAGE } }),
  }),
  exception: (status) =>
    Buffer.from(
      named({ type: 'error', error: { type: TYPES[status] ?? 'api_error', message: MESSAGE } } as never),
    ),
  malformed: Buffer.from('event: content_block_delta\ndata: {"type": "content_blo\n\n'),
}

const chunk = (delta: object, finishReason: string | null = null) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finishReason }],
})

const chatCompletions: Protocol = {
  ...events,
  whole: (text) =>
    JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    }),
  stream: (text) => [
    Buffer.from(data(chunk({ role: 'assistant', content: '' }))),
    Buffer.from(data(chunk({ content: text }))),
    Buffer.from(`${data(chunk({}, 'stop'))}data: [DONE]\n\n`),
  ],
  exception: (status) =>
    Buffer.from(data({ error: { message: MESSAGE, type: TYPES[status] ?? 'api_error', code: status } })),
  malformed: Buffer.from('data: {"choices": [{"del\n\n'),
}

/** By the end of the path. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  '/converse': converse,
  '/converse-stream': converse,
  '/invoke': invokeClaude,
  '/invoke-with-response-stream': invokeClaude,
  '/chat/completions': chatCompletions,
  '/messages': messages,
}
