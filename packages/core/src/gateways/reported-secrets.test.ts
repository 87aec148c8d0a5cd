import { describe, expect, test } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { gateway } from './gateway.ts'
import { redactReportedFailures } from './reported-secrets.ts'

const KEY = 'gateway-secret-key'
const EVENT_STREAM = { 'content-type': 'text/event-stream' }
const JSON_TYPE = { 'content-type': 'application/json' }
const FAILURES = [
  { error: { message: `bad ${KEY}` } },
  { error: `bad ${KEY}` },
  { errors: [{ message: `bad ${KEY}` }] },
  { object: 'error', message: `bad ${KEY}` },
  { type: 'error', error: { message: `bad ${KEY}` } },
  { choices: [{ finish_reason: 'error', error: { message: `bad ${KEY}` } }] },
  { type: 'response.failed', response: { error: { message: `bad ${KEY}` } } },
]

/** The body in pieces of `size` bytes. */
function inPieces(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let start = 0
  return new ReadableStream({
    pull(controller) {
      if (start >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(start, start + size))
      start += size
    },
  })
}

async function serve(body: BodyInit, headers: Record<string, string>): Promise<Response> {
  const route = gateway({ baseURL: 'https://gw.example.com', apiKey: KEY })
  const fetch = () => Promise.resolve(new Response(body, { headers }))
  // The SDKs get an error in place of JSON where they read a stream.
  return route.serve(requestOf({ kind: 'fetch', fetch, body: { model: 'm', stream: true, messages: [] } }))
}

describe('failures with status 200 quote no key', () => {
  test.for(FAILURES)('%j, whole and as an event, however it is cut', async (failure) => {
    const json = JSON.stringify(failure)
    const events = `data: {"choices":[]}\n\ndata: ${json}\n\ndata: [DONE]\n\n`
    for (const size of [1, 7, 1000]) {
      for (const headers of [JSON_TYPE, { 'content-type': 'text/plain' }])
        expect(await (await serve(inPieces(json, size), headers)).text()).toBe(
          json.replaceAll(KEY, '[redacted]'),
        )
      for (const headers of [EVENT_STREAM, JSON_TYPE, { 'content-type': 'text/plain' }])
        expect(await (await serve(inPieces(events, size), headers)).text()).toBe(
          events.replaceAll(KEY, '[redacted]'),
        )
    }
  })

  test.for([`data: {"error":{"message":"bad ${KEY}"}}\n\n`, `data: bad ${KEY}\n\n`])(
    'in %j behind a byte order mark, which the SDKs take off',
    async (event) => {
      for (const size of [1, 1000]) {
        const text = await (await serve(inPieces(`\u{feff}${event}`, size), EVENT_STREAM)).text()
        expect(text).toBe(event.replace(KEY, '[redacted]'))
      }
    },
  )

  test.for([
    `event: error\ndata: {"message":"bad ${KEY}"}\n\n`,
    `event: error\r\ndata: bad ${KEY}\r\n\r\n`,
    `error: {"message":"bad ${KEY}"}\n\n`,
    `data: {"error":\ndata: "bad ${KEY}"}\n\n`,
    `data: {"error":"bad ${KEY}"}`,
  ])('%j', async (event) => {
    for (const size of [1, 5, 1000]) {
      const text = await (await serve(inPieces(`: hello\n\n${event}`, size), EVENT_STREAM)).text()
      expect(text).toBe(`: hello\n\n${event.replace(KEY, '[redacted]')}`)
    }
  })
})

describe('everything else keeps its bytes', () => {
  test.for([
    ['an answer', JSON_TYPE, `{"choices":[{"message":{"content":"error ${KEY}"}}],"n":12345678901234567890}`],
    [
      'an event',
      EVENT_STREAM,
      `data: {"choices":[{"delta":{"content":"error ${KEY}"}}]}\r\n\r\n: beat\ndata:`,
    ],
    ['a list', JSON_TYPE, `[{"candidates":["error ${KEY}"]}]`],
    ['lines', { 'content-type': 'text/plain' }, `{"a":"error ${KEY}"}\n{"b":1}\n`],
    ['a broken failure', JSON_TYPE, '{"error":'],
    ['another type', { 'content-type': 'audio/mpeg' }, `{"error":"${KEY}"}`],
  ] as const)('%s', async ([_what, headers, text]) => {
    for (const size of [1, 6, 1000]) {
      expect(await (await serve(inPieces(text, size), headers)).text()).toBe(text)
    }
  })

  test('bytes that are no text', async () => {
    const bytes = Uint8Array.of(...new TextEncoder().encode(`data: error ${KEY} `), 255, 254, 10, 10)
    const response = await serve(bytes, EVENT_STREAM)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
  })

  test('and its address and headers', async () => {
    const given = Response.json({ id: 1 }, { headers: { 'x-request-id': 'r1' } })
    Object.defineProperty(given, 'url', { value: 'https://gw.example.com/v1/models' })
    const answer = await redactReportedFailures(given, createRedactor([KEY]))
    expect(answer.url).toBe('https://gw.example.com/v1/models')
    expect(answer.headers.get('x-request-id')).toBe('r1')
  })
})

describe('a stream', () => {
  test('is handed on event by event, and lets go of its source', async () => {
    let send: (text: string) => void = () => undefined
    let reason: unknown
    const source = new ReadableStream({
      start: (controller) => {
        send = (text) => controller.enqueue(new TextEncoder().encode(text))
      },
      cancel: (given) => {
        reason = given
      },
    })
    const reader = (await serve(source, EVENT_STREAM)).body?.getReader()
    for (const text of ['data: 1\n\n', ': beat\n', 'data: 2\n\ndata: 3\n\n']) {
      send(text)
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(text)
    }
    await reader?.cancel('enough')
    expect(reason).toBe('enough')
  })

  test('of JSON lines is handed on line by line', async () => {
    let send: (text: string) => void = () => undefined
    const source = new ReadableStream({
      start: (controller) => {
        send = (text) => controller.enqueue(new TextEncoder().encode(text))
      },
    })
    const reader = (await serve(source, JSON_TYPE)).body?.getReader()
    for (const text of ['{"a":1}\n', '{"a":2}\n{"a":3}\n']) {
      send(text)
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(text)
    }
  })
})
