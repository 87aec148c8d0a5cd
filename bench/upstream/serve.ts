// The other side of every contestant, in a process of its own: canned answers, so that what is measured is the client. Prints the
// base URLs of its ports as JSON on the first line.
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { createServer, type AddressInfo, type Server } from 'node:net'

import { STREAMS, type StreamName, type Upstream } from '../shape.ts'
import { streamedAnswers, WHOLE } from './answers.ts'
import { connectionOf } from './connection.ts'

let connections = 0
const ports: Record<string, string> = {}
for (const name of Object.keys(STREAMS) as StreamName[]) {
  const serve = connectionOf(STREAMS[name], streamedAnswers(STREAMS[name]))
  ports[name] = await listen(
    createServer({ keepAlive: true }, (socket) => {
      connections += 1
      serve(socket)
    }),
  )
}
ports['http2'] = await listen(http2())
ports['counted'] = await listen(createHttpServer((_, response) => response.end(String(connections))))
console.log(JSON.stringify(ports satisfies Record<keyof Upstream, string>))

/** What the AWS SDK talks to by default: whole answers only. */
function http2(): Server {
  const server = createHttp2Server()
  server.on('session', () => (connections += 1))
  server.on('stream', (stream, headers) => {
    const path = headers[':path'] ?? ''
    stream.on('error', () => stream.close())
    stream.resume().on('end', () => {
      stream.respond({ ':status': 200, 'content-type': 'application/json' })
      stream.end(WHOLE.find(([end]) => path.endsWith(end))?.[1])
    })
  })
  return server
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
