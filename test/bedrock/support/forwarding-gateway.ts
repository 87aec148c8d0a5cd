import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One request as the gateway saw it. */
export interface SeenRequest {
  readonly method: string
  /** The target as sent, query included. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Fulfilled when the exchange is over; `true` when the client left before the answer was out. */
  readonly left: Promise<boolean>
}

/** What the gateway answers. `forward`: what the upstream does. */
export type Script = (seen: SeenRequest, response: ServerResponse) => void | Promise<void>

/** A gateway on loopback that hands requests on to their provider, over HTTP/1.1 only, as plain gateways do. */
export interface ForwardingGateway extends AsyncDisposable {
  readonly url: string
  readonly seen: readonly SeenRequest[]
  /** How many sockets were opened so far. */
  readonly connections: number
  /** Answers from now on; `null`: forwards again. */
  script(answer: Script | null): void
  close(): Promise<void>
}

export interface ForwardingGatewayOptions {
  /** Where requests go; by default where `x-javelin-provider` says. */
  readonly upstream?: string
  /** What is taken off the path. Default `/v1`. */
  readonly prefix?: string
  /** The gateway's clock. */
  readonly date?: Date
}

export async function createForwardingGateway(
  options: ForwardingGatewayOptions = {},
): Promise<ForwardingGateway> {
  const seen: SeenRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  let script: Script | null = null
  const server = createServer((message, response) => {
    void exchange(message, response)
  })
  const exchange = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = see(message, response, await readBody(message))
    seen.push(one)
    if (options.date !== undefined) response.setHeader('date', options.date.toUTCString())
    if (script === null) forward(one, response, options)
    else await script(one, response)
  }
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    get connections() {
      return connections
    },
    script: (answer) => {
      script = answer
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** An answer in JSON. */
export function answerJSON(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return (_seen, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

async function readBody(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

function see(message: IncomingMessage, response: ServerResponse, body: string): SeenRequest {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  )
  const left = new Promise<boolean>((resolve) =>
    response.once('close', () => resolve(!response.writableFinished)),
  )
  return { method: message.method ?? '', target: message.url ?? '', headers, body, left }
}

/** The upstream sees itself as the host, as AWS does behind a gateway: the signature for it stays valid. */
function forward(seen: SeenRequest, response: ServerResponse, options: ForwardingGatewayOptions): void {
  const upstream = options.upstream ?? seen.headers['x-javelin-provider'] ?? ''
  const path = seen.target.replace(options.prefix ?? '/v1', '')
  const url = new URL(upstream)
  const headers = { ...seen.headers, host: url.host }
  const onward = request(
    { hostname: url.hostname, port: url.port, path, method: seen.method, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  response.once('close', () => onward.destroy())
  onward.once('error', () => response.destroy())
  onward.end(seen.body)
}
