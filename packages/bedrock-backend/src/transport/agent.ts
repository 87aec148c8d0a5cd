import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

import { keepAliveOptions } from '@patchbay/core'

let plain: HttpAgent | undefined
let secure: HttpsAgent | undefined

/** The process's keep-alive agent for a protocol (`http:` or `https:`). Idle sockets do not keep the process alive. */
export function agentFor(protocol: string): HttpAgent {
  if (protocol === 'http:') return (plain ??= new HttpAgent(keepAliveOptions()))
  return (secure ??= new HttpsAgent(keepAliveOptions()))
}
