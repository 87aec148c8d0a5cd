import { createRecorder, type RecordedRequest } from '../exchange/recorded-request.ts'
import { withMembers } from '../exchange/with-members.ts'
import type { ListeningServer } from '../loopback/listening-server.ts'
import { listenOnLoopback } from '../loopback/loopback-server.ts'
import { jsonAnswer } from './gateway-answers.ts'

/**
 * A server that must receive no request: it stands where the provider would be that a gateway route must not contact. Even a
 * connection without a request shows, in `connectionCount`.
 */
export interface Trap extends ListeningServer {
  /** What was sent here although nothing should have been. */
  readonly requests: readonly RecordedRequest[]
}

const MESSAGE = 'This server must not be reached: a request bypassed its route.'

/** Starts a server that records everything and refuses it with 418, in a form that every SDK shows to its caller. */
export async function trap(): Promise<Trap> {
  const recorder = createRecorder<RecordedRequest>()
  const body = { message: MESSAGE, error: { message: MESSAGE, type: 'trap', code: 'trap', param: null } }
  const server = await listenOnLoopback((request) => {
    recorder.record(request)
    return Promise.resolve(jsonAnswer(418, body, { 'x-should-retry': 'false' }))
  })
  return withMembers(server, { requests: recorder.requests })
}
