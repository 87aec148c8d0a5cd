import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it arrived. */
export interface Arrival {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: unknown
}

/** An HTTP server on 127.0.0.1 that records what arrives. */
export interface Loopback {
  readonly url: string
  readonly arrivals: readonly Arrival[]
  /** The last request. */
  last(): Arrival
  close(): Promise<void>
}

/** Answers one request; without it every answer is `{}`. */
export type Answer = (response: ServerResponse, arrival: Arrival) => void

/** Starts a server. Change the answer by `answer.current`. */
export async function startLoopback(answer: { current?: Answer } = {}): Promise<Loopback> {
  const arrivals: Arrival[] = []
  const server = createServer((message, response) => {
    void textOf(message).then((text) => {
      const { method = '', url = '', headers } = message
      const arrival = { method, url, headers, text, json: jsonOf(text) }
      arrivals.push(arrival)
      if (answer.current === undefined) sendJSON(response, 200, {})
      else answer.current(response, arrival)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    last() {
      const arrival = arrivals.at(-1)
      if (arrival === undefined) throw new Error('Nothing arrived.')
      return arrival
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Answers with JSON. */
export function sendJSON(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of message) text += String(chunk)
  return text
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
