import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from './loopback-certificate.ts'

/** A server by TLS on loopback that refuses every WebSocket, and keeps what was said to it. */
export interface SecureServer {
  /** `https://127.0.0.1:port` */
  readonly url: string
  /** Address and headers of each request to open a socket, as one text. */
  readonly heard: string[]
  close(): Promise<void>
}

export async function startSecureServer(): Promise<SecureServer> {
  const heard: string[] = []
  const server = createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY })
  server.on('upgrade', (request, socket) => {
    heard.push(`${request.url} ${JSON.stringify(request.headers)}`)
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
    heard,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
