import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

import type { RecordedRequest } from './recorded-request.ts'

/** A request with the response to write, handed to the server's handler once the body is complete. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly response: ServerResponse
}

/** A listening HTTP/1.1 server on 127.0.0.1. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** How many sockets were opened so far. */
  readonly connectionCount: () => number
  /** Stops listening and destroys every open socket. Can be called again. */
  readonly close: () => Promise<void>
}

/** Starts a server on a free port of 127.0.0.1. A handler that throws answers 500 with the error's message. */
export async function listenOnLoopback(
  handle: (exchange: Exchange) => Promise<void>,
  port = 0,
): Promise<LoopbackServer> {
  const connections = new Map<Socket, number>()
  let connectionCount = 0
  const server = createServer((message, response) => {
    serve(message, response, connections.get(message.socket) ?? 0, handle).catch((error: unknown) =>
      failExchange(response, error),
    )
  })
  server.keepAliveTimeout = 60_000
  server.on('connection', (socket) => {
    connectionCount += 1
    connections.set(socket, connectionCount)
    socket.setNoDelay(true)
    socket.once('close', () => connections.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connectionCount: () => connectionCount,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of connections.keys()) socket.destroy()
      }),
  }
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  connection: number,
  handle: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  const body = await readBody(message)
  if (body === undefined) return
  await handle({ request: recordedRequest(message, response, body, connection), response })
}

/** The whole body, or `undefined` when the other side left while sending it. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer)
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}

function recordedRequest(
  message: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  connection: number,
): RecordedRequest {
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  const state = { aborted: false }
  const closed = new Promise<{ aborted: boolean }>((resolve) => {
    response.once('close', () => {
      state.aborted = !response.writableFinished
      resolve({ aborted: state.aborted })
    })
  })
  return {
    method: message.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
    headers: joinedHeaders(message.rawHeaders),
    rawHeaders: message.rawHeaders,
    body: new Uint8Array(body),
    json: parseJson(body),
    connection,
    get aborted() {
      return state.aborted
    },
    closed,
  }
}

function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase()
    const value = rawHeaders[index + 1] ?? ''
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  return headers
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function failExchange(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(500, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ message: `The test server failed: ${message}` }))
}
