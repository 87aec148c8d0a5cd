import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent, type AgentOptions } from 'node:https'

/** Idle connections are kept, most recently used first: conversations pause longer than Node's default of 5 seconds. */
const OPTIONS = { keepAlive: true, scheduling: 'lifo', maxSockets: Number.POSITIVE_INFINITY } as const

let plain: HttpAgent | undefined
let secure: HttpsAgent | undefined

/** Pools by the TLS settings of the handler that they were given to. */
const pools = new WeakMap<object, HttpsAgent>()

/** The process's pool of connections for a protocol. Idle ones do not keep the process alive. */
export function agentFor(protocol: string, tls?: AgentOptions): HttpAgent {
  if (protocol === 'http:') return (plain ??= new HttpAgent({ ...OPTIONS, ...proxySettings() }))
  if (tls === undefined) return (secure ??= new HttpsAgent({ ...OPTIONS, ...proxySettings() }))
  const pool = pools.get(tls) ?? new HttpsAgent({ ...OPTIONS, ...proxySettings(), ...tls })
  pools.set(tls, pool)
  return pool
}

/**
 * Node's own agents follow HTTPS_PROXY and NO_PROXY when NODE_USE_ENV_PROXY asks for it: so do these.
 * https://nodejs.org/api/cli.html#node_use_env_proxy1
 */
function proxySettings(): { proxyEnv?: NodeJS.ProcessEnv } {
  const asked = process.env['NODE_USE_ENV_PROXY'] === '1' || process.execArgv.includes('--use-env-proxy')
  return asked ? { proxyEnv: process.env } : {}
}
