import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

import { afterEach, describe, expect, it } from 'vitest'

import type { AccessRules } from './access.ts'
import type { Handling, RefusedRequest } from './handle-request.ts'
import { type RunningServer, startServer } from './server.ts'

interface Asked {
  readonly url: string
  readonly init: RequestInit
}

let server: RunningServer
let asked: Asked[]
let refused: RefusedRequest[]

afterEach(async () => {
  const stopped = server.stop()
  server.cut()
  await stopped
})

type Answer = (asked: Asked) => Response | Promise<Response>

async function start(
  answer: Answer = () => Response.json({ ok: true }),
  { access = {}, ...handling }: Partial<Omit<Handling, 'access'>> & { access?: Partial<AccessRules> } = {},
): Promise<RunningServer> {
  asked = []
  refused = []
  server = await startServer(
    { host: '127.0.0.1', port: 0 },
    {
      access: { apiKey: undefined, allowedHosts: [], origins: [], ...access },
      maxBody: 1024,
      onRefused: (one) => refused.push(one),
      fetch: async (input, init = {}) => {
        const one = { url: new Request(input).url, init }
        asked.push(one)
        return answer(one)
      },
      ...handling,
    },
  )
  return server
}

function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers }
  return fetch(server.url + path, { method: 'POST', body, headers: all })
}

function headersAsked(): Headers {
  return new Headers(asked[0]?.init.headers)
}

/** `fetch` sets Host by itself. */
async function status(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  const request = httpRequest(server.url + path, { method, headers, agent: false })
  request.end()
  const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }]
  response.resume()
  return response.statusCode
}

async function openSocket(): Promise<Socket & { text(): string }> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  await once(socket, 'connect')
  let received = ''
  socket.setEncoding('utf8').on('data', (part: string) => (received += part))
  return Object.assign(socket, { text: () => received })
}

function raw(path: string, body: string): string {
  return `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

async function errorOf(response: Response) {
  return { status: response.status, body: (await response.json()) as unknown }
}

describe('what the route is given', () => {
  it.each([
    ['/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    ['/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    ['/v1/v1/messages?beta=true', 'https://api.anthropic.com/v1/messages?beta=true'],
    ['/messages/count_tokens', 'https://api.anthropic.com/v1/messages/count_tokens'],
    ['/openai/v1/responses', 'https://api.openai.com/v1/responses'],
    [
      '/openai/deployments/a%20b/embeddings?api-version=1',
      'https://api.openai.com/openai/deployments/a%20b/embeddings?api-version=1',
    ],
    ['/v1/responses/resp_1/cancel', 'https://api.openai.com/v1/responses/resp_1/cancel'],
  ])('%s is %s', async (path, url) => {
    await start()
    expect((await post(path, '{"a":1}')).status).toBe(200)
    expect(asked).toMatchObject([{ url, init: { method: 'POST', body: '{"a":1}' } }])
  })

  it('takes models by the protocol that the header tells', async () => {
    await start()
    await fetch(`${server.url}/v1/models/a/b`)
    await fetch(`${server.url}/v1/models`, { headers: { 'anthropic-version': '2023-06-01' } })
    expect(asked.map(({ url }) => url)).toEqual([
      'https://api.openai.com/v1/models/a/b',
      'https://api.anthropic.com/v1/models',
    ])
  })

  it('has headers of the caller, but no key, no cookie and nothing of the connection', async () => {
    await start()
    await post('/v1/messages', '{}', {
      authorization: 'Bearer secret',
      'x-api-key': 'secret',
      'api-key': 'secret',
      cookie: 'a=secret',
      'anthropic-beta': 'one',
      'x-stainless-lang': 'js',
    })
    const headers = headersAsked()
    expect(JSON.stringify([...headers])).not.toContain('secret')
    expect(headers.get('anthropic-beta')).toBe('one')
    expect(headers.get('x-stainless-lang')).toBe('js')
    const own = ['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']
    expect(own.filter((name) => headers.has(name))).toEqual([])
  })

  it('has no key of the caller, whatever it is called and wherever it stands', async () => {
    await start(undefined, { access: { apiKey: 'serve-secret' } })
    await post(
      '/v1/chat/completions?key=one-secret&api_key=two-secret&api-version=1&q=serve-secret&a=%20',
      '{}',
      {
        authorization: 'Bearer serve-secret',
        'x-goog-api-key': 'three-secret',
        'ocp-apim-subscription-key': 'serve-secret',
        'x-note': 'it is serve-secret',
        'x-request-id': 'r1',
        'idempotency-key': 'i1',
      },
    )
    expect(JSON.stringify([asked[0]?.url, ...headersAsked()])).not.toContain('secret')
    expect(asked[0]?.url).toBe('https://api.openai.com/v1/chat/completions?api-version=1&a=%20')
    expect(headersAsked().get('x-request-id')).toBe('r1')
    expect(headersAsked().get('idempotency-key')).toBe('i1')
  })

  it.each([
    ['gzip', zlib.gzip],
    ['deflate', zlib.deflate],
    ['br', zlib.brotliCompress],
    ['zstd', zlib.zstdCompress],
  ])('has the text of a body that came as %s', async (coding, compress) => {
    await start()
    const body = (await promisify<Buffer, Buffer>(compress)(Buffer.from('{"a":"ü"}'))) as BodyInit
    expect((await post('/v1/embeddings', body, { 'content-encoding': coding })).status).toBe(200)
    expect(asked[0]?.init.body).toBe('{"a":"ü"}')
    expect(headersAsked().has('content-encoding')).toBe(false)
  })

  it('takes a body in chunks, without a type, and with a byte order mark', async () => {
    await start()
    const socket = await openSocket()
    socket.write('POST /v1/embeddings HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n')
    socket.write('5\r\n\u{FEFF}{}\r\n0\r\n\r\n')
    await once(socket, 'data')
    expect(socket.text()).toMatch(/^HTTP\/1.1 200 /)
    expect(asked[0]?.init.body).toBe('{}')
    expect(headersAsked().get('content-type')).toBe('application/json')
  })

  it('tells a caller that waits to go on', async () => {
    await start()
    const socket = await openSocket()
    const [head, body] = raw('/v1/embeddings', '{"a":1}').split(/(?<=\r\n\r\n)/)
    socket.write(head?.replace('\r\n', '\r\nexpect: 100-continue\r\n') ?? '')
    await once(socket, 'data')
    expect(socket.text()).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    socket.write(body ?? '')
    await once(socket, 'data')
    expect(socket.text()).toContain('HTTP/1.1 200 OK')
  })
})

describe('what is refused', () => {
  it.each([
    ['GET', '/v1/chat/completions', 405, 'method_not_allowed'],
    ['POST', '/v1/models', 405, 'method_not_allowed'],
    ['POST', '/v1/files', 404, 'unsupported_endpoint'],
    ['GET', '/v1/responses/a/b/c', 404, 'unsupported_endpoint'],
  ])('%s %s is a %i', async (method, path, expected, code) => {
    await start()
    const response = await fetch(server.url + path, { method })
    expect(await errorOf(response)).toMatchObject({ status: expected, body: { error: { code } } })
    expect(response.headers.has('allow')).toBe(expected === 405)
    expect(refused).toEqual([{ method, path, status: expected, code }])
    expect(asked).toEqual([])
  })

  it.each([
    ['GET', '/v1/models/..%2f..%2fadmin%2fkeys'],
    ['GET', '/v1/models/%2e%2e%2F%2e%2e%2Fadmin'],
    ['GET', '/v1/models/a/..%5c..%5cadmin'],
    ['GET', '/v1/models/..%252f..%252fadmin'],
    ['DELETE', '/v1/responses/..%2ffiles%2fabc'],
    ['GET', '/v1/responses/a%2fb'],
    ['POST', '/openai/deployments/..%2f..%2fadmin/chat/completions'],
  ])('is a path that leads elsewhere once it is decoded: %s %s', async (method, path) => {
    await start()
    const response = await fetch(server.url + path, { method })
    expect(await errorOf(response)).toMatchObject({
      status: 404,
      body: { error: { code: 'unsupported_endpoint' } },
    })
    expect(asked).toEqual([])
  })

  it('is a target that names another host, whatever Host says', async () => {
    await start()
    for (const target of ['http://evil.example/v1/models', 'file:///v1/models']) {
      const socket = await openSocket()
      socket.write(`GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`)
      await once(socket, 'close')
      expect(socket.text()).toMatch(/^HTTP\/1.1 40[03] /)
    }
    const socket = await openSocket()
    socket.write(`GET ${server.url}/v1/models HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`)
    await once(socket, 'close')
    expect(socket.text()).toMatch(/^HTTP\/1.1 200 /)
  })

  it('says so in the envelope of the path', async () => {
    await start()
    expect(await errorOf(await post('/v1/embeddings', 'x'.repeat(1025)))).toMatchObject({
      status: 413,
      body: { error: { code: 'request_too_large', type: 'invalid_request_error' } },
    })
    expect(await errorOf(await post('/v1/messages', 'x'.repeat(1025)))).toMatchObject({
      status: 413,
      body: { type: 'error', error: { type: 'request_too_large' } },
    })
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await errorOf(await post('/v1/embeddings', '{}', type))).toMatchObject({
      status: 415,
      body: { error: { message: expect.stringContaining('content-type: application/json') as string } },
    })
    const coded = await post('/v1/embeddings', '{}', { 'content-encoding': 'compress' })
    expect(coded.status).toBe(415)
    expect(coded.headers.get('accept-encoding')).toContain('gzip')
  })

  it('counts a body decompressed, and a chunked one as it comes', async () => {
    await start()
    const bomb = zlib.gzipSync(Buffer.alloc(1_000_000)) as BodyInit
    expect((await post('/v1/embeddings', bomb, { 'content-encoding': 'gzip' })).status).toBe(413)
    expect((await post('/v1/embeddings', '{}', { 'content-encoding': 'gzip' })).status).toBe(400)
    const socket = await openSocket()
    socket.write('POST /v1/embeddings HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n')
    socket.write(`${(2000).toString(16)}\r\n${'x'.repeat(2000)}\r\n`)
    await once(socket, 'data')
    expect(socket.text()).toMatch(/^HTTP\/1.1 413 /)
    socket.write('0\r\n\r\n')
    await once(socket, 'close')
  })

  it('is a WebSocket', async () => {
    await start()
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
    expect(await status('/v1/responses', headers)).toBe(426)
  })

  it('is a body that is not UTF-8', async () => {
    await start()
    expect((await post('/v1/embeddings', new Uint8Array([0xff, 0xfe]))).status).toBe(400)
  })

  it('does not ask for a body that it would refuse', async () => {
    await start()
    const socket = await openSocket()
    socket.write(
      'POST /v1/embeddings HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n',
    )
    await once(socket, 'close')
    expect(socket.text()).toMatch(/^HTTP\/1.1 413 /)
  })

  it('is a route that cannot be reached: a 502 that tells no more than the code', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:443'), { code: 'ECONNREFUSED' })
    await start(() => Promise.reject(new TypeError('fetch failed', { cause })))
    expect(await errorOf(await post('/v1/messages', '{}'))).toMatchObject({
      status: 502,
      body: {
        type: 'error',
        error: { type: 'api_error', message: 'The route could not be reached (ECONNREFUSED).' },
      },
    })
    expect(refused).toEqual([])
  })
})

describe('who may call', () => {
  it('is anybody on loopback that calls it by a name of loopback', async () => {
    await start(undefined, { access: { allowedHosts: ['host.docker.internal'] } })
    const ours = ['localhost', 'LOCALHOST:1', '127.0.0.1:80', '[::1]:7878', 'host.docker.internal:7878']
    const foreign = ['evil.example', 'localhost.evil.example', '10.0.0.1', '169.254.169.254:80', 'a b']
    const statuses = (hosts: string[]) => Promise.all(hosts.map((host) => status('/v1/models', { host })))
    expect(await statuses(ours)).toEqual(ours.map(() => 200))
    expect(await statuses(foreign)).toEqual(foreign.map(() => 403))
    expect(await status('/', { host: 'evil.example' })).toBe(403)
  })

  it('is no page of another origin', async () => {
    await start()
    const origin = 'https://evil.example'
    const response = await post('/v1/chat/completions', '{}', { origin })
    expect(response.status).toBe(403)
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
    expect(asked).toEqual([])
  })

  it('is a page of an origin that was named', async () => {
    const origin = 'https://app.example.com'
    await start(
      () => Response.json({}, { headers: { 'access-control-allow-origin': 'https://other.example' } }),
      {
        access: { origins: [origin], apiKey: 'secret' },
      },
    )
    const question = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    })
    expect(question.status).toBe(204)
    expect(question.headers.get('access-control-allow-headers')).toBe('authorization,content-type')
    const answer = await post('/v1/chat/completions', '{}', { origin, authorization: 'Bearer secret' })
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    const wrong = await post('/v1/chat/completions', '{}', { origin: 'https://evil.example' })
    expect(wrong.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('is whoever has the key, in any of the headers', async () => {
    await start(undefined, { access: { apiKey: 'secret' } })
    const right = [
      { authorization: 'Bearer secret' },
      { authorization: 'bearer  secret' },
      { 'x-api-key': 'secret' },
      { 'api-key': 'secret' },
    ]
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'secret' },
      { authorization: 'Bearer secre' },
      { 'x-api-key': '' },
    ]
    const statuses = (all: Record<string, string>[]) =>
      Promise.all(all.map((key) => status('/v1/models', key)))
    expect(await statuses(right)).toEqual([200, 200, 200, 200])
    expect(await statuses(wrong)).toEqual([401, 401, 401, 401])
    expect(asked).toHaveLength(4)
    expect(await errorOf(await post('/v1/messages', '{}'))).toMatchObject({
      status: 401,
      body: { error: { type: 'authentication_error' } },
    })
    for (const path of ['/', '/healthz']) expect(await status(path, {}, 'HEAD')).toBe(200)
  })
})

describe('what the caller is given', () => {
  it('has the answer with its headers, but for those of the connection and of a coding that is gone', async () => {
    await start(() => {
      const headers = new Headers({
        'x-request-id': 'r1',
        'content-encoding': 'gzip',
        'content-length': '5',
        connection: 'x-hop',
        'x-hop': '1',
        'keep-alive': 'timeout=1',
      })
      headers.append('set-cookie', 'a=1')
      headers.append('set-cookie', 'b=2')
      return new Response('{"long":"enough"}', { status: 429, headers })
    })
    const response = await post('/v1/chat/completions', '{}')
    expect(response.status).toBe(429)
    expect(await response.json()).toEqual({ long: 'enough' })
    expect(response.headers.get('x-request-id')).toBe('r1')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    const hops = ['content-encoding', 'content-length', 'x-hop']
    expect(hops.filter((name) => response.headers.has(name))).toEqual([])
  })

  it('reads a stream as it comes, and no faster than it likes', async () => {
    let pulled = 0
    const piece = new Uint8Array(65_536)
    await start(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              pulled += 1
              if (pulled > 1000) controller.close()
              else controller.enqueue(piece)
            },
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    )
    const response = await post('/v1/chat/completions', '{}')
    const reader = response.body?.getReader()
    await reader?.read()
    // Whatever the sockets hold: far from the 65 MB of the whole.
    expect(pulled).toBeLessThan(500)
    await reader?.cancel()
  })

  it('sees an answer that broke as broken, and as a failure where nothing of it has come', async () => {
    const begin = Promise.withResolvers<void>()
    const breaking = (): Response => {
      let pieces = asked.length - 1
      const pull = async (controller: ReadableStreamDefaultController) => {
        if (pieces-- > 0) return controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
        if (asked.length > 1) await begin.promise
        controller.error(new Error('cut'))
      }
      return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))
    }
    await start(breaking)
    expect((await post('/v1/chat/completions', '{}')).status).toBe(502)
    const response = await post('/v1/chat/completions', '{}')
    begin.resolve()
    await expect(response.text()).rejects.toThrow('terminated')
  })

  it('has answers in the order of its questions', async () => {
    const first = Promise.withResolvers<void>()
    await start(async ({ url }) => {
      if (url.endsWith('/embeddings')) await first.promise
      else first.resolve()
      return new Response(url)
    })
    const socket = await openSocket()
    const end = once(socket, 'close')
    socket.write(
      raw('/v1/embeddings', '{}') + raw('/v1/completions', '{}').replace('\r\n', '\r\nconnection: close\r\n'),
    )
    await end
    expect(socket.text()).toMatch(/embeddings[^]*completions/)
  })
})

describe('a caller that goes', () => {
  it('ends what was asked for it: at once, in a stream, and behind another question', async () => {
    const aborted: string[] = []
    const underWay = Promise.withResolvers<void>()
    const over = Promise.withResolvers<void>()
    await start(({ url, init }) => {
      const endpoint = url.slice(url.lastIndexOf('/'))
      init.signal?.addEventListener('abort', () => {
        if (aborted.push(endpoint) === 3) over.resolve()
      })
      if (asked.length === 3) underWay.resolve()
      if (endpoint !== '/messages') return new Promise<Response>(() => undefined)
      const start = (controller: ReadableStreamDefaultController) =>
        controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
      return new Response(new ReadableStream({ start }))
    })
    const [one, two] = [await openSocket(), await openSocket()]
    one.write(raw('/v1/embeddings', '{}') + raw('/v1/completions', '{}'))
    two.write(raw('/v1/messages', '{}'))
    await Promise.all([underWay.promise, once(two, 'data')])
    expect(server.underWay()).toBe(3)
    one.destroy()
    two.destroy()
    await over.promise
    expect(aborted.toSorted()).toEqual(['/completions', '/embeddings', '/messages'])
    expect(server.underWay()).toBe(0)
    expect(refused).toEqual([])
  })
})

describe('a stop', () => {
  it('closes what is idle, and lets what is under way finish', async () => {
    const finish = Promise.withResolvers<void>()
    await start(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode('begun ')),
            async pull(controller) {
              await finish.promise
              controller.enqueue(new TextEncoder().encode('finished'))
              controller.close()
            },
          }),
        ),
    )
    const idle = await openSocket()
    const response = await post('/v1/chat/completions', '{}')
    const idleClosed = once(idle, 'close')
    const stopped = server.stop()
    await idleClosed
    await expect(openSocket()).rejects.toThrow(/ECONNREFUSED/)
    finish.resolve()
    expect(await response.text()).toBe('begun finished')
    await stopped
    expect(server.underWay()).toBe(0)
  })
})
