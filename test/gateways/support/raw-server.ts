import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Answers one request. */
export type RawAnswer = (response: ServerResponse, request: IncomingMessage) => unknown

/** A server on loopback that answers as it is told, down to the bytes, and counts. */
export interface RawServer extends AsyncDisposable {
  readonly url: string
  readonly count: () => number
  answer: RawAnswer
}

/** Starts a server. */
export async function createRawServer(): Promise<RawServer> {
  let count = 0
  const server = createServer((request, response) => {
    count += 1
    request.resume()
    request.once('end', () => void self.answer(response, request))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: RawServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
    answer: (response) => response.end('{}'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return self
}

/** An answer with this body. */
export const whole =
  (
    status: number,
    type: string | undefined,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ): RawAnswer =>
  (response) => {
    response.writeHead(status, { ...(type === undefined ? {} : { 'content-type': type }), ...headers })
    response.end(body)
  }

/** The same, in pieces that each leave on their own. */
export const inPieces =
  (status: number, type: string, body: Uint8Array, size: number): RawAnswer =>
  async (response) => {
    response.writeHead(status, { 'content-type': type })
    for (let start = 0; start < body.length; start += size)
      await new Promise((resolve) => response.write(body.subarray(start, start + size), resolve))
    response.end()
  }
