import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { protocolOf } from '../../fault-matrix/protocols.ts'

/** What a server does with a request at the moment. */
export type Health = 'up' | 'busy' | 'resetting'

/** A server that answers every API, and counts what it has served by the number in the text: `call 17`. */
export interface BalancedServer extends AsyncDisposable {
  readonly url: string
  /** How often it has answered each call, by number. */
  readonly served: Map<number, number>
  /** How often it has failed. */
  failed: number
}

/** @param healthOf asked at each request */
export async function startBalancedServer(healthOf: () => Health): Promise<BalancedServer> {
  const server = createServer((request, response) => void answer(request, response))
  const served = new Map<number, number>()
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = ''
    for await (const part of request) text += String(part)
    const health = healthOf()
    if (health !== 'up') {
      self.failed += 1
      if (health === 'resetting') return void response.socket?.resetAndDestroy()
      const { headers, body } = protocolOf(request.url ?? '').failure(503)
      response.writeHead(503, { 'content-type': 'application/json', ...headers }).end(body)
      return
    }
    const number = Number(/call (\d+)/.exec(text)?.[1])
    served.set(number, (served.get(number) ?? 0) + 1)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(protocolOf(request.url ?? '').whole(`served ${number}`))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: BalancedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    failed: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return self
}
