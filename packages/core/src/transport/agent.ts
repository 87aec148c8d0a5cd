import http, { Agent as HttpAgent } from 'node:http'
import https, { Agent as HttpsAgent } from 'node:https'

import { keepAliveOptions } from '../internal/agent-options.ts'

let plain: HttpAgent | undefined
let secure: HttpsAgent | undefined

/** The process's keep-alive agent for a protocol (`http:` or `https:`). Idle sockets do not keep the process alive. */
export function agentFor(protocol: string): HttpAgent {
  if (protocol === 'http:') return (plain ??= new HttpAgent(keepAliveOptions(http.globalAgent)))
  return (secure ??= new HttpsAgent(keepAliveOptions(https.globalAgent)))
}
