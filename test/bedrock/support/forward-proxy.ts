import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, type Server } from 'node:net'
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '../../openai/support/loopback-certificate.ts'
import { CONVERSE_ANSWER } from './clients.ts'

/** A proxy on loopback: forwards absolute URLs, and opens tunnels. */
export interface ForwardProxy extends AsyncDisposable {
  readonly url: string
  /** The `host:port` of each request and each tunnel, in the order in which they came. */
  readonly targets: readonly string[]
}

export async function createForwardProxy(): Promise<ForwardProxy> {
  const targets: string[] = []
  const server = createServer((message, response) => {
    const url = new URL(message.url ?? '')
    targets.push(url.host)
    const onward = request(url, { method: message.method, headers: message.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.once('error', () => response.destroy())
    message.pipe(onward)
  })
  server.on('connect', (message: IncomingMessage, socket) => {
    targets.push(message.url ?? '')
    const { hostname, port } = new URL(`http://${message.url}`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    onward.once('error', () => socket.destroy())
    socket.once('error', () => onward.destroy())
  })
  return { url: `http://${await listen(server)}`, targets, [Symbol.asyncDispose]: () => close(server) }
}

/** A server that answers Converse and chat completions, and counts. */
export interface AnsweringServer extends AsyncDisposable {
  readonly url: string
  /** `host:port` */
  readonly host: string
  readonly count: number
}

export async function createAnsweringServer(secure: boolean): Promise<AnsweringServer> {
  let count = 0
  const answer = (message: IncomingMessage, response: ServerResponse): void => {
    count += 1
    message.resume()
    const isConverse = message.url?.endsWith('/converse') === true
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isConverse ? CONVERSE_ANSWER : CHAT_ANSWER))
  }
  const server = secure
    ? createSecureServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, answer)
    : createServer(answer)
  const host = await listen(server)
  return {
    url: `${secure ? 'https' : 'http'}://${host}`,
    host,
    get count() {
      return count
    },
    [Symbol.asyncDispose]: () => close(server),
  }
}

const CHAT_ANSWER = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server & { closeAllConnections?(): void }): Promise<void> {
  server.closeAllConnections?.()
  await new Promise((resolve) => server.close(resolve))
}
