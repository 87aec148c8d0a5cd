import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as the server received it. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** An HTTP server on loopback that remembers what it received. */
export interface RecordingServer {
  /** `http://127.0.0.1:port/v1` */
  readonly baseURL: string
  readonly received: Received[]
  /** TCP connections so far, whatever was said on them. */
  readonly connections: () => number
  /** Resolves with the next connection. */
  nextConnection(): Promise<void>
  /** Resolves when a client has hung up on an unfinished answer. */
  nextHangUp(): Promise<void>
  close(): Promise<void>
}

/** Answers a request. `json()` of its body is at hand. */
export type Answer = (request: Received, response: ServerResponse) => void | Promise<void>

export async function startServer(answer: Answer): Promise<RecordingServer> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const connected: (() => void)[] = []
  const hungUp: (() => void)[] = []
  let connections = 0
  const server = createServer((request, response) => {
    void (async () => {
      let body = ''
      request.setEncoding('utf8')
      for await (const chunk of request) body += String(chunk)
      const entry = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
      received.push(entry)
      response.once('close', () => {
        if (!response.writableFinished) for (const done of hungUp.splice(0)) done()
      })
      await answer(entry, response)
    })()
  })
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    for (const done of connected.splice(0)) done()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    received,
    connections: () => connections,
    nextConnection: () => new Promise((resolve) => void connected.push(resolve)),
    nextHangUp: () => new Promise((resolve) => void hungUp.push(resolve)),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

/** Fails the test, from a hook, if anything has connected to `server`. */
export function assertUnreached(server: RecordingServer): void {
  assert.equal(server.connections(), 0, 'a connection to the provider was made')
}

/** Stands in for the provider: nothing may ever arrive here from a registered client. */
export function startTrap(): Promise<RecordingServer> {
  return startServer((_request, response) => {
    response.writeHead(418, { 'content-type': 'application/json' })
    response.end('{"error":{"message":"the provider was reached"}}')
  })
}
