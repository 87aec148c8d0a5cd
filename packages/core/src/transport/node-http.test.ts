import { Agent, createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { once } from 'node:events'
import { Agent as SecureAgent } from 'node:https'
import { type AddressInfo, createServer as createTCPServer } from 'node:net'

import { afterEach, describe, expect, it } from 'vitest'

import { withLimits } from './fetch-limits.ts'
import { fetchClient } from './fetch.ts'
import { readText, type HttpClient } from './http-client.ts'
import { nodeHttpClient, sendWith } from './node-http.ts'

const servers: Server[] = []

async function listen(listener: RequestListener): Promise<{ url: URL; server: Server }> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/model/a%3A0/converse?x=1`),
  }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function bodyOf(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of message.setEncoding('utf8')) text += part
  return text
}

describe.each<[string, HttpClient]>([
  ['nodeHttpClient', nodeHttpClient],
  ['fetchClient', fetchClient(globalThis.fetch)],
])('%s', (_, send) => {
  it('sends method, encoded path, headers and body, and gives status, headers and body', async () => {
    const { url } = await listen((request, response) => {
      void (async () => {
        const body = await bodyOf(request)
        response.writeHead(418, { 'x-amzn-requestid': 'r1' })
        response.end(
          JSON.stringify({ method: request.method, url: request.url, name: request.headers['x-name'], body }),
        )
      })()
    })
    const answer = await send({
      method: 'POST',
      url,
      headers: { 'x-name': 'value' },
      body: '{"text":"Grüße"}',
    })
    expect(answer.status).toBe(418)
    expect(answer.header('x-amzn-requestid')).toBe('r1')
    expect(answer.header('x-missing')).toBeUndefined()
    expect(JSON.parse(await readText(answer.body))).toEqual({
      method: 'POST',
      url: '/model/a%3A0/converse?x=1',
      name: 'value',
      body: '{"text":"Grüße"}',
    })
    expect(await answer.body.read()).toBeUndefined()
  })

  it.each(['{}', '{"text":"plain"}', 'é', 'Grüße', '日本', '🌍', 'plain 🌍', '\u007f\u0080'])(
    'sends the body %j as UTF-8, with its length',
    async (body) => {
      const { url } = await listen((request, response) => {
        const parts: Buffer[] = []
        request.on('data', (part: Buffer) => parts.push(part))
        request.on('end', () =>
          response.end(`${request.headers['content-length']} ${Buffer.concat(parts).toString('hex')}`),
        )
      })
      const answer = await send({ method: 'POST', url, headers: {}, body })
      const bytes = Buffer.from(body, 'utf8')
      expect(await readText(answer.body)).toBe(`${bytes.length} ${bytes.toString('hex')}`)
    },
  )

  it('answers when the status is there, before the body', async () => {
    const { url } = await listen((_request, response) => {
      response.flushHeaders()
      setImmediate(() => response.end('late'))
    })
    const answer = await send({ method: 'GET', url, headers: {} })
    expect(answer.status).toBe(200)
    expect(await readText(answer.body)).toBe('late')
  })

  it('closes the connection when the rest is given up', async () => {
    const { url, server } = await listen((_request, response) => void response.write('first'))
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    const { body } = await send({ method: 'GET', url, headers: {} })
    expect(new TextDecoder().decode(await body.read())).toBe('first')
    body.cancel()
    await closed
  })

  it('rejects with the reason of an abort while it waits for the status, and closes the connection', async () => {
    const { url, server } = await listen(() => {})
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    const controller = new AbortController()
    const answer = send({ method: 'GET', url, headers: {}, signal: controller.signal })
    await once(server, 'request')
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(answer).rejects.toBe(reason)
    await closed
  })

  it('rejects a read with the reason of an abort, and closes the connection', async () => {
    const { url, server } = await listen((_request, response) => void response.write('first'))
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    const controller = new AbortController()
    const { body } = await send({ method: 'GET', url, headers: {}, signal: controller.signal })
    await body.read()
    const next = body.read()
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(next).rejects.toBe(reason)
    await closed
  })

  it('rejects at once when it was aborted before', async () => {
    const url = new URL('http://127.0.0.1:9/')
    await expect(send({ method: 'GET', url, headers: {}, signal: AbortSignal.abort('no') })).rejects.toBe(
      'no',
    )
  })

  it('rejects as fetch does when nothing answers', async () => {
    const { url, server } = await listen(() => {})
    server.close()
    await once(server, 'close')
    const failure = await send({ method: 'GET', url, headers: {} }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(TypeError)
    expect((failure as TypeError).message).toBe('fetch failed')
    expect((failure as TypeError).cause).toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('rejects a read when the connection breaks in the middle', async () => {
    const { url } = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('part', () => response.destroy())
    })
    const { body } = await send({ method: 'GET', url, headers: {} })
    await expect(readText(body)).rejects.toThrow(TypeError)
  })

  it('does not read ahead of its reader', async () => {
    let written = 0
    const part = Buffer.alloc(64 * 1024)
    const total = 400
    const { url } = await listen((_request, response) => {
      const write = () => {
        while (written < total) {
          written += 1
          if (!response.write(part)) {
            response.once('drain', write)
            return
          }
        }
        response.end()
      }
      write()
    })
    const { body } = await send({ method: 'GET', url, headers: {} })
    await body.read()
    let before = -1
    while (before !== written) {
      before = written
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(written).toBeLessThan(total)
    let length = 0
    for (let bytes = await body.read(); bytes !== undefined; bytes = await body.read()) length += bytes.length
    expect(written).toBe(total)
    expect(length).toBeGreaterThan((total - 50) * part.length)
  })
})

describe('nodeHttpClient alone', () => {
  it('uses one connection for one call after the other', async () => {
    const ports = new Set<number | undefined>()
    const { url } = await listen((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('done')
    })
    for (let call = 0; call < 5; call += 1) {
      const { body } = await nodeHttpClient({ method: 'POST', url, headers: {}, body: 'x' })
      expect(await readText(body)).toBe('done')
    }
    expect(ports.size).toBe(1)
  })
})

describe('limits of time', () => {
  const limits = { connect: 40, silence: 1000 }
  // As long as a busy machine may take for an answer.
  const send = (url: URL) =>
    sendWith(
      { method: 'POST', url, headers: {}, body: '{}', ...withLimits({ ...limits, connect: 30_000 }) },
      new Agent(),
    )

  it('of silence before the answer ends the request', async () => {
    const { url } = await listen(() => {})
    await expect(send(url)).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { name: 'HeadersTimeoutError', code: 'UND_ERR_HEADERS_TIMEOUT' },
    })
  })

  it('of silence in the body ends it', async () => {
    const { url } = await listen((_request, response) => void response.write('first'))
    const { body } = await send(url)
    await body.read()
    await expect(body.read()).rejects.toMatchObject({
      message: 'terminated',
      cause: { name: 'BodyTimeoutError', code: 'UND_ERR_BODY_TIMEOUT' },
    })
  })

  it('is not that of the reader', async () => {
    const { url } = await listen((_request, response) => void response.end('x'.repeat(1_000_000)))
    const { body, message } = await send(url)
    await body.read()
    // The second one comes of a connection that nothing is read from.
    for (let count = 0; count < 2; count += 1) {
      await once(message.socket, 'timeout')
      await body.read()
    }
    expect((await readText(body)).length).toBeGreaterThan(0)
  })

  it('of connecting counts the handshake of TLS', async () => {
    const silent = createTCPServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}/`)
    await expect(
      sendWith(
        { method: 'GET', url, headers: {}, ...withLimits({ ...limits, silence: 10_000 }) },
        new SecureAgent(),
      ),
    ).rejects.toMatchObject({ cause: { name: 'ConnectTimeoutError', code: 'UND_ERR_CONNECT_TIMEOUT' } })
    silent.close()
  })
})
