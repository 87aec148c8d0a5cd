import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

import { failureAnswer, type Handle } from '../exchange/answer.ts'
import { parseJson, type RecordedRequest } from '../exchange/recorded-request.ts'
import { answerOnSocket } from './answer-on-socket.ts'
import type { ListeningServer } from './listening-server.ts'

/** Starts a server on a free port of 127.0.0.1. A handler that throws answers 500 with the error's message. */
export async function listenOnLoopback(handle: Handle<RecordedRequest>, port = 0): Promise<ListeningServer> {
  const connections = new Map<Socket, number>()
  let connectionCount = 0
  const server = createServer((message, response) => {
    serve(message, response, connections.get(message.socket) ?? 0, handle).catch((error: unknown) =>
      failResponse(response, error),
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
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of connections.keys()) socket.destroy()
    })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connectionCount() {
      return connectionCount
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  connection: number,
  handle: Handle<RecordedRequest>,
): Promise<void> {
  const body = await readBody(message)
  if (body === undefined) return
  await answerOnSocket(response, await handle(recordedRequest(message, response, body, connection)))
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

function failResponse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy()
  else void answerOnSocket(response, failureAnswer(error))
}
