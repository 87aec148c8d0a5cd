import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import zlib from 'node:zlib'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import {
  answerWith,
  cutAnswer,
  type RawAnswer,
  type RawServer,
  startRawServer,
  wholeAnswer,
} from '../../test-support/raw-server.ts'
import { requestOf } from '../../test-support/requests.ts'
import { isConnectionFailure } from '../connection-failure.ts'
import type { RouteRequest } from '../route-request.ts'
import { fieldsOf } from './header-fields.ts'
import { sendDirectly } from './send-directly.ts'

let server: RawServer
let url: string
beforeAll(async () => {
  server = await startRawServer()
  url = `${server.url}/v1/chat/completions?x=%41`
})
afterAll(() => server.close())

const JSON_TEXT = '{"text":"Grüße"}'
const LONG = JSON.stringify({ text: 'word '.repeat(5_000) })

/** The same answers of a server, read by `fetch` and without it. */
const SCENARIOS: Readonly<Record<string, RawAnswer>> = {
  JSON: wholeAnswer('application/json', JSON_TEXT),
  'JSON with a byte order mark': wholeAnswer('application/json', `\u{feff}${JSON_TEXT}`),
  'a text': wholeAnswer('text/plain', 'hello'),
  nothing: wholeAnswer('application/json', ''),
  'a stream': answerWith(
    '200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked',
    'a\r\ndata: {}\n\n\r\n0\r\n\r\n',
  ),
  trailers: answerWith(
    '200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked',
    '2\r\n{}\r\n0\r\nx-late: 1\r\n\r\n',
  ),
  'a body until the end': cutAnswer('200 OK\r\ncontent-type: application/json\r\nconnection: close', '{}'),
  'headers with several values': wholeAnswer(
    'application/json',
    '{}',
    '\r\nset-cookie: a=1\r\nset-cookie: b=2\r\nx-a: 1\r\nx-a: 2',
  ),
  'a header beyond ASCII': (socket) =>
    socket.write(Buffer.from('HTTP/1.1 200 OK\r\nx-name: caf\xe9\r\ncontent-length: 2\r\n\r\n{}', 'latin1')),
  '204': answerWith('204 No Content'),
  '304': answerWith('304 Not Modified'),
  'a failure': answerWith(
    '503 Busy\r\ncontent-type: application/json\r\ncontent-length: 2\r\nretry-after: 3',
    '{}',
  ),
  'a redirect': answerWith('302 Found\r\nlocation: /other\r\ncontent-length: 0'),
  'status 700': answerWith('700 Odd\r\ncontent-type: application/json\r\ncontent-length: 2', '{}'),
  '407': answerWith('407 Proxy Authentication Required\r\ncontent-length: 0'),
  'an early hint': answerWith(
    '103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2',
    '{}',
  ),
  gzip: wholeAnswer('application/json', zlib.gzipSync(LONG), '\r\ncontent-encoding: gzip'),
  deflate: wholeAnswer('application/json', zlib.deflateSync(LONG), '\r\ncontent-encoding: deflate'),
  'deflate without a header': wholeAnswer(
    'application/json',
    zlib.deflateRawSync(LONG),
    '\r\ncontent-encoding: deflate',
  ),
  brotli: wholeAnswer('application/json', zlib.brotliCompressSync(LONG), '\r\ncontent-encoding: br'),
  'two codings': wholeAnswer(
    'application/json',
    zlib.brotliCompressSync(zlib.gzipSync(LONG)),
    '\r\ncontent-encoding: gzip, br',
  ),
  'a coding that is not known': wholeAnswer('application/json', '{}', '\r\ncontent-encoding: odd'),
  'gzip that is cut': wholeAnswer(
    'text/plain',
    zlib.gzipSync(LONG).subarray(0, 40),
    '\r\ncontent-encoding: gzip',
  ),
  'gzip that is none': wholeAnswer('text/plain', 'no gzip at all', '\r\ncontent-encoding: gzip'),
  'no answer': (socket) => void socket.end(),
  'headers that are cut': (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-le'),
  'a body that is cut': cutAnswer('200 OK\r\ncontent-type: text/plain\r\ncontent-length: 100', 'part'),
  'JSON that is cut': cutAnswer(
    '200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked',
    '5\r\n{"a":',
  ),
  'no HTTP': (socket) => void socket.end('SSH-2.0-OpenSSH\r\n'),
  'broken chunks': answerWith('200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked', 'zz\r\n'),
  '101': answerWith('101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade'),
  'an upgrade that is none': answerWith(
    '200 OK\r\nupgrade: x\r\nconnection: upgrade\r\ncontent-length: 1',
    'x',
  ),
  '205 with a body': answerWith('205 Reset Content\r\ncontent-length: 1', 'x'),
  '401': answerWith('401 Unauthorized\r\nwww-authenticate: Basic\r\ncontent-length: 2', '{}'),
  'status 600': answerWith('600 Odd\r\ncontent-length: 2', '{}'),
  'HTTP/1.0': (socket) => void socket.end('HTTP/1.0 200 OK\r\n\r\nold'),
  'more bytes than announced': answerWith('200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2', 'abc'),
  'a location beyond ASCII': answerWith('307 Moved\r\nlocation: /caf\u00e9\r\ncontent-length: 0'),
  'lines without CR': (socket) => void socket.end('HTTP/1.1 200 OK\ncontent-length: 2\n\nxy'),
  'a name with a space': answerWith('200 OK\r\nx a: b\r\ncontent-length: 2', '{}'),
  'a header without a name': answerWith('200 OK\r\n: b\r\ncontent-length: 2', '{}'),
  'a value with NUL': answerWith('200 OK\r\nx-a: a\0b\r\ncontent-length: 2', '{}'),
  'a folded header': answerWith('200 OK\r\nx-a: a\r\n b\r\ncontent-length: 2', '{}'),
  '2,100 headers': answerWith(
    `200 OK\r\n${Array.from({ length: 2100 }, (_, index) => `x${index}:`).join('\r\n')}\r\ncontent-length: 2`,
    '{}',
  ),
  'gzip of nothing': wholeAnswer('application/json', '', '\r\ncontent-encoding: gzip'),
  'identity as a coding': wholeAnswer('application/json', '{}', '\r\ncontent-encoding: identity'),
  'six codings': wholeAnswer('application/json', '{}', '\r\ncontent-encoding: gzip,gzip,gzip,gzip,gzip,gzip'),
  'a connection that is reset': (socket) => void socket.resetAndDestroy(),
  'too many headers': answerWith(`200 OK\r\nx-long: ${'x'.repeat(20_000)}\r\ncontent-length: 0`),
}

function clientRequest(change: Partial<RouteRequest> = {}): RouteRequest {
  const request = requestOf()
  return { ...request, ...change, client: { ...request.client, ownFetch: fetch } }
}

const headers = () => new Headers({ 'content-type': 'application/json', 'x-name': 'value' })

async function direct(
  request = clientRequest(),
  body: BodyInit | null = '{"a":"ü"}',
  given = headers(),
): Promise<Response> {
  const outgoing = { url, headers: fieldsOf(given), body, gateway: 'test' }
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
    server.answer = SCENARIOS[name] as RawAnswer
    const expected = await observe(byFetch())
    const found = await observe(direct())
    // One that reads JSON as a whole has the body's failure before an answer is handed on.
    expect(found).toEqual(expected)
  })

  it.each([
    ['two lengths', '200 OK\r\ncontent-length: 2\r\ncontent-length: 3'],
    ['a length and chunks', '200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked'],
    ['status 99', '099 Odd\r\ncontent-length: 0'],
  ])('%s is a connection that failed, as of fetch', async (_, head) => {
    server.answer = cutAnswer(head, '')
    const reject = { name: 'TypeError', message: 'fetch failed' }
    await expect(byFetch()).rejects.toMatchObject(reject)
    await expect(direct()).rejects.toSatisfy(isConnectionFailure)
  })

  // undici's `fetch` means to, but not every version of it manages to.
  it.each([
    ['421 Misdirected Request', 2],
    ['503 Busy', 1],
  ] as const)('a request that is answered with %s is sent so many times: %i', async (status, requests) => {
    server.answer = answerWith(`${status}\r\ncontent-length: 2`, '{}')
    const before = server.received.length
    expect(await observe(direct())).toMatchObject({ status: Number(status.slice(0, 3)), body: '{}' })
    expect(server.received.length - before).toBe(requests)
  })

  it.each<[string, RequestInit & { method: string }]>([
    ['a text', { method: 'POST', body: 'Grüße \ud800' }],
    ['bytes', { method: 'PUT', body: new Uint8Array([0, 255, 10]) }],
    ['an empty text', { method: 'POST', body: '' }],
    ['no body', { method: 'POST' }],
    ['GET', { method: 'GET' }],
    ['DELETE', { method: 'DELETE' }],
    ['PATCH without a body', { method: 'PATCH' }],
    [
      'headers that are usually added',
      {
        method: 'POST',
        body: '{}',
        headers: {
          accept: 'text/plain',
          'accept-language': 'de',
          'user-agent': 'x',
          'accept-encoding': 'br',
          'sec-fetch-mode': 'navigate',
          'content-type': 'text/plain',
        },
      },
    ],
  ])('the server receives the same request: %s', async (_, init) => {
    server.answer = SCENARIOS['JSON'] as RawAnswer
    const lines = () => (server.received.at(-1) ?? '').split('\r\n').toSorted()
    const given = new Headers(init.headers)
    await (await fetch(url, { ...init, headers: given })).text()
    const expected = lines()
    const { method, body } = init
    await (await direct(clientRequest({ method }), body ?? null, given)).text()
    expect(lines()).toEqual(expected)
  })

  it('the server receives the same, but for the order of headers', async () => {
    server.answer = SCENARIOS['JSON'] as RawAnswer
    const lines = () => (server.received.at(-1) ?? '').split('\r\n').toSorted()
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
          server.answer = (socket) => {
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
    (await sendDirectly(
      request,
      { url, headers: fieldsOf(new Headers(more)), body, gateway: 'test' },
      url,
    )) === undefined

  it('bodies that are no texts or bytes, headers and methods of a meaning of their own, options of connections', async () => {
    server.answer = SCENARIOS['JSON'] as RawAnswer
    expect(await isLeft(clientRequest())).toBe(false)
    expect(await isLeft(clientRequest(), new FormData())).toBe(true)
    expect(await isLeft(clientRequest(), new Blob(['x']))).toBe(true)
    expect(await isLeft(clientRequest(), new ReadableStream())).toBe(true)
    expect(await isLeft(clientRequest(), '{}', { 'transfer-encoding': 'chunked' })).toBe(true)
    expect(await isLeft(clientRequest(), '{}', { range: 'bytes=0-1' })).toBe(true)
    expect(await isLeft(clientRequest(), '{}', { 'x-name': 'caf\u00e9' })).toBe(true)
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
