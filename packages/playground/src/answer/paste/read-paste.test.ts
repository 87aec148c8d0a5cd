import { encodeEvent, encodeException } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'

import type { PastedAnswer } from './pasted-answer.ts'
import { readPaste } from './read-paste.ts'

const EVENTS = [
  { messageStart: { role: 'assistant' } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Grüße {"a":[1]} \\ "x"' } } },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { messageStop: { stopReason: 'end_turn' } },
  { metadata: { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 }, metrics: { latencyMs: 1 } } },
]

const FRAMES = Buffer.concat(
  EVENTS.map((event) => Object.entries(event)[0] as [string, unknown]).map(([type, payload]) =>
    encodeEvent(type, payload),
  ),
)

function answerOf(text: string): PastedAnswer {
  const read = readPaste(text)
  if (read.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(read)}`)
  return read.answer
}

function problemOf(text: string): { message: string; line: number | undefined } {
  const read = readPaste(text)
  if (read.kind !== 'problem') throw new Error(`no problem: ${JSON.stringify(read)}`)
  return { message: read.message, line: read.range?.line }
}

function xxd(bytes: Uint8Array): string {
  return rows(bytes, (row, offset) => {
    const pairs =
      Buffer.from(row)
        .toString('hex')
        .match(/.{1,4}/g) ?? []
    return `${offset.toString(16).padStart(8, '0')}: ${pairs.join(' ').padEnd(39)}  ${ascii(row)}`
  })
}

function hexdump(bytes: Uint8Array): string {
  const lines = rows(bytes, (row, offset) => {
    const pairs = [...row].map((byte) => byte.toString(16).padStart(2, '0'))
    return `${offset.toString(16).padStart(8, '0')}  ${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}  |${ascii(row)}|`
  })
  return `${lines}\n${bytes.length.toString(16).padStart(8, '0')}`
}

function rows(bytes: Uint8Array, print: (row: Uint8Array, offset: number) => string): string {
  const lines: string[] = []
  for (let offset = 0; offset < bytes.length; offset += 16)
    lines.push(print(bytes.subarray(offset, offset + 16), offset))
  return lines.join('\n')
}

function ascii(row: Uint8Array): string {
  return [...row].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
}

function python(bytes: Uint8Array): string {
  const text = [...bytes].map((byte) => {
    const character = String.fromCharCode(byte)
    if (character === '\\' || character === "'") return `\\${character}`
    if (byte === 10) return '\\n'
    return byte >= 32 && byte < 127 ? character : `\\x${byte.toString(16).padStart(2, '0')}`
  })
  return `b'${text.join('')}'`
}

const LINES = EVENTS.map((event) => JSON.stringify(event))

describe('the forms of a stream', () => {
  it.each([
    ['JSON lines', LINES.join('\n')],
    ['JSON lines', LINES.join('\r\n')],
    ['JSON lines', `\n${LINES.join(',\n\n')},\n`],
    ['JSON lines', EVENTS.map((event) => JSON.stringify(event, null, 2)).join('\n')],
    ['JSON lines', LINES.join(' ')],
    ['a JSON array', JSON.stringify(EVENTS)],
    ['a JSON array', JSON.stringify(EVENTS, null, 2)],
    ['a JSON array', `[\n${LINES.join(',\n')},\n]`],
    ['server-sent events', LINES.map((line) => `data: ${line}\n\n`).join('')],
    [
      'server-sent events',
      `: hello\r\n\r\n${LINES.map((line) => `data:${line}\r\n`).join('\r\n')}\r\ndata: [DONE]`,
    ],
    [
      'server-sent events',
      EVENTS.map((event) => {
        const [[name, payload] = []] = Object.entries(event)
        return `event: ${name}\nid: 1\ndata: ${JSON.stringify(payload)}\n\n`
      }).join(''),
    ],
    ['an event stream, base64', FRAMES.toString('base64')],
    ['an event stream, base64', FRAMES.toString('base64url')],
    ['an event stream, base64', (FRAMES.toString('base64').match(/.{1,76}/g) ?? []).join('\n')],
    [
      'an event stream, base64',
      EVENTS.map((event) => {
        const [[name, payload] = []] = Object.entries(event)
        return Buffer.from(encodeEvent(name ?? '', payload)).toString('base64')
      }).join('\n'),
    ],
    ['an event stream, a hex dump', FRAMES.toString('hex')],
    ['an event stream, a hex dump', FRAMES.toString('hex').toUpperCase()],
    [
      'an event stream, a hex dump',
      [...FRAMES].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', '),
    ],
    ['an event stream, a hex dump', xxd(FRAMES)],
    ['an event stream, a hex dump', hexdump(FRAMES)],
    ['an event stream, a Python literal', python(FRAMES)],
    ['an event stream, a list of numbers', JSON.stringify([...FRAMES])],
    ['an event stream, a list of numbers', JSON.stringify(FRAMES)],
  ])('%s (%#)', (form, text) => {
    const answer = answerOf(text)
    expect({ ...answer, events: answer.events.map(({ shown }) => shown) }).toEqual({
      protocol: 'converse',
      form,
      isWhole: false,
      events: EVENTS,
    })
  })

  it('says where each event was pasted', () => {
    const text = `[\n${EVENTS.map((event) => JSON.stringify(event, null, 1)).join(',\n')}]`
    for (const { range, shown } of answerOf(text).events) {
      expect(JSON.parse(text.slice(range?.from, range?.to))).toEqual(shown)
      expect(text.split('\n')[(range?.line ?? 0) - 1]).toBe('{')
    }
  })

  it('reads bytes that hold a text of events', () => {
    const text = LINES.map((line) => `data: ${line}\n\n`).join('')
    const { events, form } = answerOf(Buffer.from(text).toString('base64'))
    expect({ form, shown: events.map(({ shown }) => shown) }).toEqual({
      form: 'server-sent events',
      shown: EVENTS,
    })
    expect(events[0]).not.toHaveProperty('range')
  })
})

describe('the protocols', () => {
  const claude = {
    type: 'message_start',
    message: { id: 'msg_1', role: 'assistant', content: [], model: 'claude' },
  }
  it.each([
    ['claude', JSON.stringify(claude)],
    ['claude', `event: message_start\ndata: ${JSON.stringify(claude)}`],
    ['claude', JSON.stringify({ chunk: { bytes: btoa(JSON.stringify(claude)) } })],
    ['claude', Buffer.from(encodeEvent('chunk', { bytes: btoa(JSON.stringify(claude)) })).toString('base64')],
    ['claude', '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'],
    ['claude', '{"type":"message","role":"assistant","content":[],"model":"claude"}'],
    ['responses', '{"type":"response.created","response":{"id":"resp_1","object":"response"}}'],
    ['responses', '{"type":"error","code":"server_error","message":"Failed"}'],
    ['responses', '{"object":"response","output":[]}'],
    ['chat-completions', '{"object":"chat.completion.chunk","choices":[]}'],
    ['chat-completions', '{"choices":[{"index":0,"delta":{"content":"a"}}]}'],
    ['chat-completions', '{"choices":[{"index":0,"message":{"content":"a"}}]}'],
    ['chat-completions', '{"error":{"message":"Failed"}}'],
    ['converse', '{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn"}'],
    ['converse', '{"throttlingException":{"message":"Slow down"}}'],
    ['converse', '{"__type":"com.amazon#ThrottlingException","message":"Slow down"}'],
    [
      'converse',
      'An error occurred (ThrottlingException) when calling the Converse operation (reached max retries: 4): Slow down',
    ],
  ])('%s: %s', (protocol, text) => {
    expect(answerOf(text).protocol).toBe(protocol)
  })

  it('a failure belongs to the answer that it stands in', () => {
    expect(answerOf(`${LINES[0]}\n{"error":{"message":"Failed"}}`).protocol).toBe('converse')
    const exception = '{"throttlingException":{"message":"Slow down"}}'
    expect(answerOf(`${JSON.stringify(claude)}\n${exception}`).protocol).toBe('claude')
  })
})

describe('what is no answer is told with its line', () => {
  it.each([
    [`${LINES[0]}\n{"contentBlockDelta": {\n${LINES[2]}`, 2, /ends too early|not JSON/],
    [`${LINES[0]}\nhello`, 2, /not JSON/],
    [`${LINES[0]}\n\n{"foo":{},"bar":1}`, 3, /no answer .* no event .*: it has foo, bar\./],
    [
      `${LINES[0]}\n{"object":"chat.completion.chunk","choices":[]}`,
      2,
      /an event of Chat Completions in an answer of Converse/i,
    ],
    [`${LINES[0]}\n{"output":{"message":{}},"stopReason":"end_turn"}`, 2, /A whole answer among others/],
    ['{\n "messageStart": {\n  "role" "assistant"\n }\n}', 3, /not JSON/],
    ["{'messageStart': {'role': 'assistant'}}", 1, /Python/],
    [`[\n${LINES[0]},\n7]`, 3, /begins with \{/],
    [`[\n${LINES[0]}`, 2, /a \] is missing/],
    [`[${LINES[0]}]\nhello`, 2, /begins with \{, not with "h"/],
    [`data: ${LINES[0]}\n\ndata: {"a":\n\n`, 3, /no JSON/],
    [`data: ${LINES[0]}\nhello: 1`, 2, /begins with data:/],
    ['\n\nHello there, this is a poem.', 3, /no answer: paste JSON/],
    ['{"model":"a","messages":[]}', 1, /a request .* tab Request/],
    ['{"generation":"Hi","stop_reason":"stop"}', 1, /it has generation, stop_reason/],
    ['{}', 1, /it has no members/],
    ['[]', undefined, /no event/],
    ['data: [DONE]', undefined, /no event/],
    ['\u0000\u0000\u0001:event-type', 1, /do not survive as text/],
    [Buffer.from('Hello there').toString('base64'), undefined, /\(base64\) are no event stream/],
    ['00'.repeat(40), undefined, /\(a hex dump\) are no event stream.*checksum/],
    [
      Buffer.from(encodeEvent('chunk', { bytes: btoa('{"generation":"Hi"}') })).toString('base64'),
      undefined,
      /Frame 1 holds no event/,
    ],
  ])('%j', (text, line, message) => {
    const problem = problemOf(text)
    expect(problem.message).toMatch(message)
    expect(problem.line).toBe(line)
  })

  it.each(['', '  \n '])('%j is empty', (text) => expect(readPaste(text)).toEqual({ kind: 'empty' }))
})

it('reads the frames before a broken one', () => {
  const { events, broken } = answerOf(FRAMES.subarray(0, FRAMES.length - 9).toString('base64'))
  expect(events).toHaveLength(EVENTS.length - 1)
  expect(broken).toMatch(/ended in the middle of a frame/)
})

it('reads an exception among frames', () => {
  const exception = encodeException('throttlingException', 'Slow down')
  const { events } = answerOf(Buffer.concat([FRAMES, exception]).toString('base64'))
  expect(events.at(-1)).toMatchObject({
    label: 'throttlingException',
    content: { kind: 'failure', error: { type: 'throttlingException', message: 'Slow down' } },
  })
})
