import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** Answers one request, whose head is given, byte by byte. */
export type RawAnswer = (socket: Socket, head: string) => void

/** A server on loopback that reads requests and answers them with any bytes whatever. */
export interface RawServer {
  readonly url: string
  /** The requests that came, as they came, in latin1. */
  readonly received: readonly string[]
  /** The connections that were made, open or not. */
  readonly sockets: readonly Socket[]
  answer: RawAnswer
  close(): void
}

/** Starts a server. Requests with a `content-length` are read whole. */
export async function startRawServer(): Promise<RawServer> {
  const sockets: Socket[] = []
  const received: string[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const head = text.slice(0, end)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (end === -1 || text.length - end - 4 < length) return
      received.push(text)
      text = ''
      self.answer(socket, head)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const self: RawServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    sockets,
    answer: answerWith('200 OK'),
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
  return self
}

/** An answer with these header lines, the status first, and this body. */
export function answerWith(head: string, body: string | Uint8Array = ''): RawAnswer {
  return (socket) => {
    socket.write(`HTTP/1.1 ${head}\r\n\r\n`, 'latin1')
    socket.write(body)
  }
}

/** The same with its length and this type. */
export function wholeAnswer(type: string, body: string | Uint8Array, more = ''): RawAnswer {
  return answerWith(
    `200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}${more}`,
    body,
  )
}

/** The same, after which the connection ends. */
export function cutAnswer(head: string, body: string | Uint8Array): RawAnswer {
  return (socket, request) => {
    answerWith(head, body)(socket, request)
    setImmediate(() => socket.end())
  }
}
