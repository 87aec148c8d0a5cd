import { listenOnLoopback } from '../loopback/loopback-server.ts'
import { createRecorder, type RecordedRequest } from '../loopback/recorded-request.ts'

/** A server that must receive no request: it stands where the provider would be that a gateway route must not contact. */
export interface Trap extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** What was sent here although nothing should have been. */
  readonly requests: readonly RecordedRequest[]
  /** How many sockets were opened so far: even a connection without a request shows. */
  readonly connectionCount: number
  /** Stops listening and destroys every open socket. */
  close(): Promise<void>
}

const MESSAGE = 'This server must hear nothing: a request bypassed its route.'

/** Starts a server that records everything and refuses it with 418, in a form that every SDK shows to its caller. */
export async function trap(): Promise<Trap> {
  const recorder = createRecorder<RecordedRequest>()
  const server = await listenOnLoopback(({ request, response }) => {
    recorder.record(request)
    response.writeHead(418, { 'content-type': 'application/json', 'x-should-retry': 'false' })
    response.end(
      JSON.stringify({
        message: MESSAGE,
        error: { message: MESSAGE, type: 'trap', code: 'trap', param: null },
      }),
    )
    return Promise.resolve()
  })
  return {
    url: server.url,
    requests: recorder.requests,
    get connectionCount() {
      return server.connectionCount()
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}
