// The other side of every contestant, in a process of its own: canned answers, as cheap as a server can be, so that what is
// measured is the client. Prints its port on the first line.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { EventStreamCodec } from '@smithy/eventstream-codec'

import { EVENTS, TEXT } from './shape.ts'

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
)

const converseAnswer = JSON.stringify({
  output: { message: { role: 'assistant', content: [{ text: TEXT.repeat(4) }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 10, outputTokens: 20, totalTokens: 30 },
  metrics: { latencyMs: 1 },
})
const completionAnswer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      logprobs: null,
      message: { role: 'assistant', content: TEXT.repeat(4), refusal: null },
    },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
})
const frames = [
  frame('messageStart', { role: 'assistant' }),
  ...Array.from({ length: EVENTS }, () =>
    frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: TEXT } }),
  ),
  frame('contentBlockStop', { contentBlockIndex: 0 }),
  frame('messageStop', { stopReason: 'end_turn' }),
  frame('metadata', {
    usage: { inputTokens: 10, outputTokens: EVENTS, totalTokens: 10 + EVENTS },
    metrics: { latencyMs: 1 },
  }),
]
const serverSentEvents = [
  chunk({ role: 'assistant', content: '' }),
  ...Array.from({ length: EVENTS }, () => chunk({ content: TEXT })),
  chunk({}, 'stop'),
  Buffer.from('data: [DONE]\n\n'),
]

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => answer(request, response))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' && address !== null ? address.port : '')
})

function answer(request: IncomingMessage, response: ServerResponse) {
  const path = request.url ?? ''
  if (path.endsWith('/converse')) return json(response, converseAnswer)
  if (path.endsWith('/converse-stream')) return stream(response, 'application/vnd.amazon.eventstream', frames)
  if (request.headers['x-bench-stream'] !== undefined)
    return stream(response, 'text/event-stream', serverSentEvents)
  return json(response, completionAnswer)
}

function json(response: ServerResponse, body: string) {
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)
}

/** One event a packet, each in a turn of its own. */
function stream(response: ServerResponse, type: string, packets: readonly Uint8Array[]) {
  response.writeHead(200, { 'content-type': type })
  let index = 0
  const next = () => {
    const packet = packets[index++]
    if (packet === undefined) return response.end()
    response.write(packet)
    return setImmediate(next)
  }
  next()
}

function frame(type: string, payload: object): Uint8Array {
  return codec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify({ ...payload, p: 'abcdefgh' })),
  })
}

function chunk(delta: object, finish: string | null = null): Uint8Array {
  const value = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
  }
  return Buffer.from(`data: ${JSON.stringify(value)}\n\n`)
}
