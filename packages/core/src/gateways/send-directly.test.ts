import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import zlib from 'node:zlib'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import type { RouteRequest } from '../route-request.ts'
import { sendDirectly } from './send-directly.ts'

type Answer = (socket: Socket, request: string) => void

let server: Server
let url: string
let answer: Answer
const sockets = new Set<Socket>()
const received: string[] = []
beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      const [head = '', body] = text.split('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (body === undefined || body.length < length) return
      received.push(text)
      text = ''
      answer(socket, head)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions?x=%41`
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

const write = (head: string, body: string | Buffer = ''): Answer => {
  return (socket) => {
    socket.write(`HTTP/1.1 ${head}\r\n\r\n`)
    socket.write(body)
  }
}
const sized = (type: string, body: Buffer | string, more = ''): Answer =>
  write(`200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}${more}`, body)
const cut = (head: string, body: string | Buffer): Answer => {
  return (socket, request) => {
    write(head, body)(socket, request)
    setImmediate(() => socket.end())
  }
}
const JSON_TEXT = '{"text":"Grüße"}'
const LONG = JSON.stringify({ text: 'word '.repeat(5_000) })

/** The same answers of a server, read by `fetch` and without it. */
const SCENARIOS: Readonly<Record<string, Answer>> = {
  JSON: sized('application/json', JSON_TEXT),
  'JSON with a byte order mark': sized('application/json', `\u{feff}${JSON_TEXT}`),
  'a text': sized('text/plain', 'hello'),
  nothing: sized('application/json', ''),
  'a stream': write(
    '200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked',
    'a\r\ndata: {}\n\n\r\n0\r\n\r\n',
  ),
  trailers: write(
    '200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked',
    '2\r\n{}\r\n0\r\nx-late: 1\r\n\r\n',
  ),
  'a body until the end': cut('200 OK\r\ncontent-type: application/json\r\nconnection: close', '{}'),
  'headers with several values': sized(
    'application/json',
    '{}',
    '\r\nset-cookie: a=1\r\nset-cookie: b=2\r\nx-a: 1\r\nx-a: 2',
  ),
  'a header beyond ASCII': (socket) =>
    socket.write(Buffer.from('HTTP/1.1 200 OK\r\nx-name: caf\xe9\r\ncontent-length: 2\r\n\r\n{}', 'latin1')),
  '204': write('204 No Content'),
  '304': write('304 Not Modified'),
  'a failure': write(
    '503 Busy\r\ncontent-type: application/json\r\ncontent-length: 2\r\nretry-after: 3',
    '{}',
  ),
  'a redirect': write('302 Found\r\nlocation: /other\r\ncontent-length: 0'),
  'status 700': write('700 Odd\r\ncontent-type: application/json\r\ncontent-length: 2', '{}'),
  '407': write('407 Proxy Authentication Required\r\ncontent-length: 0'),
  'an early hint': write('103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2', '{}'),
  gzip: sized('application/json', zlib.gzipSync(LONG), '\r\ncontent-encoding: gzip'),
  deflate: sized('application/json', zlib.deflateSync(LONG), '\r\ncontent-encoding: deflate'),
  'deflate without a header': sized(
    'application/json',
    zlib.deflateRawSync(LONG),
    '\r\ncontent-encoding: deflate',
  ),
  brotli: sized('application/json', zlib.brotliCompressSync(LONG), '\r\ncontent-encoding: br'),
  'two codings': sized(
    'application/json',
    zlib.brotliCompressSync(zlib.gzipSync(LONG)),
    '\r\ncontent-encoding: gzip, br',
  ),
  'a coding that is not known': sized('application/json', '{}', '\r\ncontent-encoding: odd'),
  'gzip that is cut': sized('text/plain', zlib.gzipSync(LONG).subarray(0, 40), '\r\ncontent-encoding: gzip'),
  'gzip that is none': sized('text/plain', 'no gzip at all', '\r\ncontent-encoding: gzip'),
  'no answer': (socket) => void socket.end(),
  'headers that are cut': (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-le'),
  'a body that is cut': cut('200 OK\r\ncontent-type: text/plain\r\ncontent-length: 100', 'part'),
  'JSON that is cut': cut(
    '200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked',
    '5\r\n{"a":',
  ),
  'no HTTP': (socket) => void socket.end('SSH-2.0-OpenSSH\r\n'),
  'broken chunks': write('200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked', 'zz\r\n'),
  'too many headers': write(`200 OK\r\nx-long: ${'x'.repeat(20_000)}\r\ncontent-length: 0`),
}

function clientRequest(change: Partial<RouteRequest> = {}): RouteRequest {
  const request = requestOf()
  return { ...request, ...change, client: { ...request.client, ownFetch: fetch } }
}

const headers = () => new Headers({ 'content-type': 'application/json', 'x-name': 'value' })

async function direct(request = clientRequest(), body: BodyInit | null = '{"a":"ü"}'): Promise<Response> {
  const outgoing = { url, headers: headers(), body, gateway: 'test' }
  const response = await sendDirectly(request, outgoing, url)
  if (response === undefined) throw new Error('it was left to fetch')
  return response
}

const byFetch = (init: RequestInit = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: headers(), body: '{"a":"ü"}', redirect: 'manual', ...init })

async function observe(sent: Promise<Response>): Promise<unknown> {
  try {
    const response = await sent
    const { status, ok, statusText, redirected } = response
    const { url: at } = response
    const found = { status, ok, statusText, redirected, at, headers: [...response.headers] }
    return { ...found, body: await response.text().catch(describeError) }
  } catch (error) {
    return describeError(error)
  }
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { cause } = error as { cause?: { code?: unknown } }
  return { name: error.name, message: error.message, code: cause?.code }
}

describe('without fetch', () => {
  it.each(Object.keys(SCENARIOS))('%s is what fetch makes of it', async (name) => {
    answer = SCENARIOS[name] as Answer
    const expected = await observe(byFetch())
    const found = await observe(direct())
    // One that reads JSON as a whole has the body's failure before an answer is handed on.
    expect(found).toEqual(expected)
  })

  it('the server receives the same, but for the order of headers', async () => {
    answer = SCENARIOS['JSON'] as Answer
    const lines = () => (received.at(-1) ?? '').split('\r\n').toSorted()
    await (await byFetch()).text()
    const expected = lines()
    await (await direct()).text()
    expect(lines()).toEqual(expected)
  })

  it('a refused connection has the same code', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const before = url
    url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/`
    closed.close()
    await once(closed, 'close')
    try {
      expect(await observe(direct())).toEqual(await observe(byFetch()))
    } finally {
      url = before
    }
  })

  it.each(['before', 'while it waits', 'in the body'])(
    'an abort %s rejects with its reason',
    async (when) => {
      const reason = new Error('enough')
      const run = async (send: (signal: AbortSignal) => Promise<Response>): Promise<unknown> => {
        const controller = new AbortController()
        const arrived = new Promise<void>((resolve) => {
          answer = (socket) => {
            if (when === 'in the body')
              socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\npart')
            resolve()
          }
        })
        if (when === 'before') controller.abort(reason)
        const sent = send(controller.signal)
        sent.catch(() => {})
        if (when === 'while it waits') await arrived
        const response = when === 'in the body' ? await sent : undefined
        const failed = (response?.text() ?? sent).catch((error: unknown) => error)
        controller.abort(reason)
        return failed
      }
      expect(await run((signal) => byFetch({ signal }))).toBe(reason)
      expect(await run((signal) => direct(clientRequest({ signal })))).toBe(reason)
    },
  )
})

describe('what is left to fetch', () => {
  const isLeft = async (
    request: RouteRequest,
    body: BodyInit | null = '{}',
    more: Record<string, string> = {},
  ) =>
    (await sendDirectly(request, { url, headers: new Headers(more), body, gateway: 'test' }, url)) ===
    undefined

  it('bodies that are no texts or bytes, headers and methods of a meaning of their own, options of connections', async () => {
    answer = SCENARIOS['JSON'] as Answer
    expect(await isLeft(clientRequest())).toBe(false)
    expect(await isLeft(clientRequest(), new FormData())).toBe(true)
    expect(await isLeft(clientRequest(), new Blob(['x']))).toBe(true)
    expect(await isLeft(clientRequest(), new ReadableStream())).toBe(true)
    expect(await isLeft(clientRequest(), '{}', { 'transfer-encoding': 'chunked' })).toBe(true)
    expect(await isLeft(clientRequest(), '{}', { range: 'bytes=0-1' })).toBe(true)
    expect(await isLeft(clientRequest({ method: 'HEAD' }), null)).toBe(true)
    for (const option of ['dispatcher', 'agent', 'proxy', 'integrity', 'keepalive'])
      expect(await isLeft(clientRequest({ init: { [option]: {} } }))).toBe(true)
  })

  it('clients with another fetch, and a global fetch that was replaced', async () => {
    const request = clientRequest()
    const other: typeof fetch = (...given) => fetch(...given)
    expect(await isLeft({ ...request, client: { ...request.client, ownFetch: other } })).toBe(true)
    expect(await isLeft({ ...request, client: { ...request.client, ownFetch: undefined } })).toBe(true)
    expect(await isLeft({ ...request, client: { ...request.client, customFetch: true } })).toBe(true)
    vi.stubGlobal('fetch', other)
    try {
      expect(await isLeft(request)).toBe(true)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('requests that somebody listens to, and those by a proxy of the environment', async () => {
    const listener = () => {}
    for (const name of ['undici:request:create', 'http.client.request.start']) {
      channel(name).subscribe(listener)
      expect(await isLeft(clientRequest())).toBe(true)
      channel(name).unsubscribe(listener)
    }
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    try {
      expect(await isLeft(clientRequest())).toBe(true)
    } finally {
      vi.unstubAllEnvs()
    }
    expect(await isLeft(clientRequest())).toBe(false)
  })
})
