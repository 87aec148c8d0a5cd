import type { ClientRequest } from 'node:http'

import { failBody, type NodeAnswer, type NodeRequest } from './node-http.ts'

/** How long a connection may take, and how long nothing may come, in ms. */
export interface FetchLimits {
  readonly connect: number
  readonly silence: number
}

/**
 * What gives a request up where `fetch` does. The errors are named as those of undici.
 *
 * https://undici.nodejs.org/#/docs/api/Errors
 */
export function withLimits({ connect, silence }: FetchLimits): Pick<NodeRequest, 'options' | 'onOpen'> {
  return {
    options: { timeout: silence, insecureHTTPParser: false },
    onOpen: (outgoing, answer) => watch(outgoing, connect, answer),
  }
}

function watch(outgoing: ClientRequest, connect: number, answer: () => NodeAnswer | undefined): void {
  outgoing.maxHeadersCount = 0
  outgoing.once('upgrade', (_, socket) => {
    socket.destroy()
    const error = Object.assign(new Error('bad upgrade'), { name: 'SocketError', code: 'UND_ERR_SOCKET' })
    outgoing.emit('error', error)
  })
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return
    const timer = setTimeout(
      () => outgoing.destroy(timeoutError('Connect Timeout Error', 'CONNECT_TIMEOUT')),
      connect,
    )
    const stop = () => clearTimeout(timer)
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', stop)
    socket.once('close', stop)
  })
  outgoing.on('timeout', () => {
    const begun = answer()
    if (begun === undefined) {
      outgoing.destroy(timeoutError('Headers Timeout Error', 'HEADERS_TIMEOUT'))
      return
    }
    // Bytes that are there wait for their reader, and what comes after them for those.
    if (begun.message.readableLength > 0) return
    const error = timeoutError('Body Timeout Error', 'BODY_TIMEOUT')
    failBody(begun, error)
    outgoing.destroy(error)
  })
}

function timeoutError(message: string, code: string): Error {
  const name = message.replaceAll(' ', '')
  return Object.assign(new Error(message), { name, code: `UND_ERR_${code}` })
}
