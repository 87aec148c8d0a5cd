import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, and what is under way on each. */
export interface Connections {
  /**
   * Begins a request.
   *
   * @returns a signal that fires when its connection is lost before the answer was written
   */
  begin(socket: Socket, response: ServerResponse): AbortSignal
  /** How many requests are under way. */
  count(): number
  /** From now on a connection is closed as soon as nothing is under way on it. */
  closeWhenIdle(): void
  /** Closes all connections, whatever is under way. */
  cut(): void
}

/** Watches the connections of a server: requests that wait behind others on theirs (pipelining) hear of its end from nobody else. */
export function watchConnections(server: Server): Connections {
  const underWay = new Map<Socket, Set<AbortController>>()
  let isClosing = false
  server.on('connection', (socket: Socket) => {
    underWay.set(socket, new Set())
    socket.once('close', () => {
      const lost = underWay.get(socket) ?? []
      underWay.delete(socket)
      for (const request of lost) request.abort(new DOMException('The caller has gone.', 'AbortError'))
    })
  })
  const closeIdle = (socket: Socket): void => {
    // The last answer is in the socket's buffer yet.
    if (isClosing && underWay.get(socket)?.size === 0) socket.destroySoon()
  }
  return {
    begin(socket, response) {
      const request = new AbortController()
      const requests = underWay.get(socket)
      requests?.add(request)
      response.once('close', () => {
        // Where the connection is lost, it comes before the end of the socket.
        if (!response.writableFinished) request.abort(new DOMException('The caller has gone.', 'AbortError'))
        requests?.delete(request)
        closeIdle(socket)
      })
      return request.signal
    },
    count: () => [...underWay.values()].reduce((sum, requests) => sum + requests.size, 0),
    closeWhenIdle() {
      isClosing = true
      for (const socket of underWay.keys()) closeIdle(socket)
    },
    cut() {
      for (const socket of underWay.keys()) socket.destroy()
    },
  }
}
