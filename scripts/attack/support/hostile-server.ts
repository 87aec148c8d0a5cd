import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as sendRequest,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as it arrived. */
export interface Arrived {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** A request, and what the server can do about it. */
export interface Exchange {
  readonly request: Arrived
  readonly socket: Socket
  /** The right answer as bytes of HTTP/1.1, from the server behind this one. */
  readonly answer: () => Promise<RightAnswer>
}

/** A whole answer, ready to be sent or spoilt. */
export interface RightAnswer {
  /** Status line and headers, with the empty line. */
  readonly head: Buffer
  /** The body as it is framed on the wire. */
  readonly body: Buffer
  /** The body itself. */
  readonly content: Buffer
  /** Other content in the same framing, ended properly. */
  readonly framed: (content: Buffer) => { readonly head: Buffer; readonly body: Buffer }
}

/** What the server does with a request. */
export type Conduct = (exchange: Exchange) => void | Promise<void>

/** A server that does what it is told to a connection, byte by byte, in front of one that answers properly. */
export interface HostileServer extends AsyncDisposable {
  readonly url: string
  readonly received: readonly Arrived[]
  conduct: Conduct
  readonly forget: () => void
  readonly close: () => Promise<void>
}

/** Answers properly. */
export const answers: Conduct = async ({ socket, answer }) => {
  const { head, body } = await answer()
  socket.end(Buffer.concat([head, body]))
}

/** Starts a hostile server in front of the one at `upstream`. */
export async function createHostileServer(upstream: string): Promise<HostileServer> {
  const received: Arrived[] = []
  const sockets = new Set<Socket>()
  const server = createServer((message) => {
    void readBody(message).then((body) => {
      if (body === undefined) return
      const request = {
        method: message.method ?? '',
        target: message.url ?? '',
        headers: message.headers,
        body,
      }
      received.push(request)
      return hostile.conduct({ request, socket: message.socket, answer: () => forward(request, upstream) })
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  const hostile: HostileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    conduct: answers,
    forget: () => void received.splice(0),
    close,
    [Symbol.asyncDispose]: close,
  }
  return hostile
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  try {
    for await (const part of message) parts.push(part as Buffer)
  } catch {
    return undefined
  }
  return Buffer.concat(parts)
}

/** Headers of the connection are this server's own. */
const OWN_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])

function forward({ method, target, headers, body }: Arrived, upstream: string): Promise<RightAnswer> {
  const { hostname, port } = new URL(upstream)
  return new Promise((resolve, reject) => {
    const onward = sendRequest({ hostname, port, method, path: target, headers, agent: false })
    onward.once('error', reject)
    onward.once('response', (answer) => {
      readBody(answer).then((whole = Buffer.alloc(0)) => {
        const chunked = answer.headers['transfer-encoding'] === 'chunked'
        const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, 'connection: close']
        for (const [name, value] of Object.entries(answer.headers)) {
          if (!OWN_HEADERS.has(name)) lines.push(`${name}: ${String(value)}`)
        }
        const framed = (content: Buffer): { head: Buffer; body: Buffer } => {
          const framing = chunked ? 'transfer-encoding: chunked' : `content-length: ${content.length}`
          const head = Buffer.from(`${[...lines, framing].join('\r\n')}\r\n\r\n`)
          return { head, body: chunked ? inChunks(content) : content }
        }
        resolve({ ...framed(whole), content: whole, framed })
      }, reject)
    })
    onward.end(body)
  })
}

const CHUNK = 256

function inChunks(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; at += CHUNK) {
    const chunk = body.subarray(at, at + CHUNK)
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}
