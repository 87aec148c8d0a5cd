import http, { Agent as HttpAgent } from 'node:http'
import https, { Agent as HttpsAgent, type AgentOptions } from 'node:https'

import { keepAliveOptions } from '@patchbay/core'

let plain: HttpAgent | undefined
let secure: HttpsAgent | undefined

/** Pools by the TLS settings of the handler that they were given to. */
const pools = new WeakMap<object, HttpsAgent>()

/** The process's pool of connections for a protocol. Idle ones do not keep the process alive. */
export function agentFor(protocol: string, tls?: AgentOptions): HttpAgent {
  if (protocol === 'http:') return (plain ??= new HttpAgent(keepAliveOptions(http.globalAgent)))
  if (tls === undefined) return (secure ??= new HttpsAgent(keepAliveOptions(https.globalAgent)))
  const pool = pools.get(tls) ?? new HttpsAgent({ ...keepAliveOptions(https.globalAgent), ...tls })
  pools.set(tls, pool)
  return pool
}
