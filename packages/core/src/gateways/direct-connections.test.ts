import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setImmediate as tick } from 'node:timers/promises'
import zlib from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import {
  answerWith,
  type RawAnswer,
  type RawServer,
  startRawServer,
  wholeAnswer,
} from '../../test-support/raw-server.ts'
import { requestOf } from '../../test-support/requests.ts'
import { sendDirectly } from './send-directly.ts'

let server: RawServer
beforeEach(async () => {
  server = await startRawServer()
})
afterEach(() => server.close())

type Send = (signal?: AbortSignal, to?: Server, body?: string) => Promise<Response>

const urlOf = (to: Server | undefined) =>
  to === undefined ? server.url : `http://127.0.0.1:${(to.address() as AddressInfo).port}`

/** Each behaviour is that of `fetch`, which is tested beside it. */
const WAYS: Readonly<Record<string, Send>> = {
  fetch: (signal, to, body = '{}') => fetch(urlOf(to), { method: 'POST', body, ...(signal && { signal }) }),
  'no fetch': async (signal, to, body = '{}') => {
    const request = requestOf()
    const url = urlOf(to)
    const response = await sendDirectly(
      { ...request, signal, client: { ...request.client, ownFetch: fetch } },
      { url, headers: new Map(), body, gateway: 'test' },
      url,
    )
    if (response === undefined) throw new Error('it was left to fetch')
    return response
  },
}

const lastSocket = () => server.sockets.at(-1) as Socket
const closing = (socket: Socket) => new Promise((resolve) => void socket.once('close', resolve))
const STREAM = '200 OK\r\ncontent-type: text/event-stream'

/** A body without an end, as fast as it is taken. */
function endless(bytes: Buffer, sent: { bytes: number }): RawAnswer {
  return (socket) => {
    socket.write(`HTTP/1.1 ${STREAM}\r\n\r\n`)
    const more = () => {
      while (!socket.destroyed && sent.bytes < 256_000_000) {
        sent.bytes += bytes.length
        if (!socket.write(bytes)) {
          socket.once('drain', more)
          return
        }
      }
    }
    more()
  }
}

describe.each(Object.entries(WAYS))('%s', (_, send) => {
  it('makes the sender wait for a slow reader', async () => {
    const sent = { bytes: 0 }
    server.answer = endless(Buffer.alloc(65_536, 'a'), sent)
    const reader = ((await send()).body as ReadableStream<Uint8Array>).getReader()
    let read = 0
    for (let count = 0; count < 100; count += 1) {
      read += (await reader.read()).value?.length ?? 0
      for (let turn = 0; turn < 20; turn += 1) await tick()
    }
    // What the two sockets and the streams hold.
    expect(sent.bytes - read).toBeLessThan(16_000_000)
    const closed = closing(lastSocket())
    await reader.cancel()
    await closed
  })

  it('decompresses no more than is read', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(64_000_000))
    const before = process.memoryUsage().arrayBuffers
    server.answer = (socket) => {
      socket.write(
        `HTTP/1.1 ${STREAM}\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length + 1}\r\n\r\n`,
      )
      socket.write(bomb)
    }
    const reader = ((await send()).body as ReadableStream<Uint8Array>).getReader()
    expect((await reader.read()).value?.length).toBeLessThanOrEqual(65_536)
    for (let turn = 0; turn < 200; turn += 1) await tick()
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32_000_000)
    const closed = closing(lastSocket())
    await reader.cancel()
    await closed
  })

  it.each(['', 'content-encoding: gzip\r\n'])(
    'closes the connection of a body that is cancelled (%j)',
    async (coding) => {
      const start = coding === '' ? 'data: 1\n\n' : zlib.gzipSync('data: 1\n\n')
      server.answer = (socket) => {
        socket.write(`HTTP/1.1 ${STREAM}\r\n${coding}\r\n`)
        socket.write(start)
      }
      const response = await send()
      const closed = closing(lastSocket())
      await response.body?.cancel()
      await expect(closed).resolves.toBe(false)
    },
  )

  it('closes the connection of a body that was begun and cancelled', async () => {
    server.answer = answerWith(STREAM, 'data: 1\n\n')
    const reader = ((await send()).body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    const waiting = reader.read()
    const closed = closing(lastSocket())
    await reader.cancel()
    expect(await waiting).toEqual({ done: true, value: undefined })
    await closed
  })

  it.each(['before the request', 'while it connects', 'between two reads', 'of what is compressed'])(
    'rejects with the reason of an abort %s, and closes the connection',
    async (when) => {
      const controller = new AbortController()
      const reason = new Error('enough')
      if (when === 'before the request') controller.abort(reason)
      server.answer =
        when === 'of what is compressed'
          ? answerWith(`${STREAM}\r\ncontent-encoding: gzip`, zlib.gzipSync('data: 1\n\n'))
          : answerWith(STREAM, 'data: 1\n\n')
      const sent = send(controller.signal)
      if (when === 'while it connects') controller.abort(reason)
      if (controller.signal.aborted) {
        await expect(sent).rejects.toBe(reason)
        return
      }
      const reader = ((await sent).body as ReadableStream<Uint8Array>).getReader()
      await reader.read()
      const closed = closing(lastSocket())
      const waiting = when === 'between two reads' ? undefined : reader.read()
      waiting?.catch(() => undefined)
      controller.abort(reason)
      await expect(waiting ?? reader.read()).rejects.toBe(reason)
      await closed
    },
  )

  it('keeps the connection of what was read, an abort after its end too', async () => {
    server.answer = wholeAnswer('text/plain', 'done')
    const controller = new AbortController()
    for (let count = 0; count < 3; count += 1) {
      expect(await (await send(controller.signal)).text()).toBe('done')
      await tick()
    }
    controller.abort()
    await tick()
    expect(await (await send()).text()).toBe('done')
    expect(server.sockets).toHaveLength(1)
  })

  it('keeps the connection of a stream that is left after its end has come', async () => {
    server.answer = answerWith(
      `${STREAM}\r\ntransfer-encoding: chunked`,
      'e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n',
    )
    for (let count = 0; count < 3; count += 1) {
      const reader = ((await send()).body as ReadableStream<Uint8Array>).getReader()
      expect((await reader.read()).value).toHaveLength(14)
      await reader.cancel()
      await tick()
    }
    expect(server.sockets).toHaveLength(1)
  })

  it('uses no connection that the server has closed while it was idle', async () => {
    server.answer = (socket, head) => {
      wholeAnswer('text/plain', 'done')(socket, head)
      socket.end()
    }
    for (let count = 0; count < 3; count += 1) {
      expect(await (await send()).text()).toBe('done')
      const socket = lastSocket()
      if (!socket.destroyed) await closing(socket)
      await tick()
    }
    expect(server.sockets).toHaveLength(3)
  })

  it('sends nothing twice: a connection that is closed by the request is an error', async () => {
    server.answer = wholeAnswer('text/plain', 'done')
    await (await send()).text()
    await tick()
    server.answer = (socket) => void socket.destroy()
    const error = await send().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code: 'UND_ERR_SOCKET' },
    })
    expect(server.received).toHaveLength(2)
  })

  it('has the answer that comes before the request is whole', async () => {
    const early = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        socket.write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 2\r\n\r\n{}')
      })
    }).listen(0, '127.0.0.1')
    await once(early, 'listening')
    const response = await send(undefined, early, 'x'.repeat(8_000_000))
    expect([response.status, await response.text()]).toEqual([413, '{}'])
    early.close()
  })
})
