import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { watchConnections } from './connections.ts'
import type { Exchange } from './exchange.ts'
import { type Handling, handleRequest } from './handle-request.ts'

/** Where a server listens. */
export interface Address {
  readonly host: string
  /** 0 is any that is free. */
  readonly port: number
}

/** A server that listens. */
export interface RunningServer {
  /** Where it can be called, without a path, e.g. `http://127.0.0.1:7878`. */
  readonly url: string
  /** How many requests are under way. */
  underWay(): number
  /** Takes no new connections, and closes each as soon as nothing is under way on it. Resolves when all are closed. */
  stop(): Promise<void>
  /** Closes all connections, whatever is under way. */
  cut(): void
}

/** How long a connection is kept between two requests, in milliseconds: longer than clients do, so that none sends into its end. */
const KEEP_ALIVE = 75_000
/** How long the headers of a request, and a request with its body, may take to come. */
const HEADERS_TIMEOUT = 60_000
const REQUEST_TIMEOUT = 300_000

/** Serves a route by HTTP. Rejects where it cannot listen, with the system's error. */
export function startServer(address: Address, handling: Handling): Promise<RunningServer> {
  return startHttpServer(address, (exchange) => handleRequest(exchange, handling))
}

/**
 * Serves by HTTP. Rejects where it cannot listen, with the system's error.
 *
 * @param answer answers one request; where it rejects, the connection is closed
 */
export async function startHttpServer(
  { host, port }: Address,
  answer: (exchange: Exchange) => Promise<void>,
): Promise<RunningServer> {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE,
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
  })
  const connections = watchConnections(server)
  let isStopping = false
  const handle = (request: IncomingMessage, response: ServerResponse, isWaiting: boolean): void => {
    const gone = connections.begin(request.socket, response)
    response.on('error', () => undefined)
    if (isStopping) response.shouldKeepAlive = false
    answer({ request, response, gone, isWaiting, isStopping }).catch(() => response.destroy())
  }
  server.on('request', (request, response) => handle(request, response, false))
  server.on('checkContinue', (request, response) => handle(request, response, true))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    url: urlOf(server.address() as AddressInfo),
    underWay: () => connections.count(),
    stop: () =>
      new Promise((resolve) => {
        isStopping = true
        server.close(() => resolve())
        connections.closeWhenIdle()
      }),
    cut: () => connections.cut(),
  }
}

/** A server that listens at all addresses is called by that of loopback. */
function urlOf({ address, port }: AddressInfo): string {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
