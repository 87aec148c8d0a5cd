import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/**
 * Idle connections are kept, most recently used first. Node's own agent closes them after 5 s, and `fetch` drops
 * them about as early; conversations pause longer than that.
 */
const OPTIONS = {
  keepAlive: true,
  scheduling: 'lifo',
  maxSockets: Number.POSITIVE_INFINITY,
  maxFreeSockets: 256,
} as const

let plain: HttpAgent | undefined
let secure: HttpsAgent | undefined

/** The process's keep-alive agent for a protocol (`http:` or `https:`). Idle sockets do not keep the process alive. */
export function agentFor(protocol: string): HttpAgent {
  if (protocol === 'http:') return (plain ??= new HttpAgent({ ...OPTIONS, ...proxySettings() }))
  return (secure ??= new HttpsAgent({ ...OPTIONS, ...proxySettings() }))
}

/**
 * Node's own agents follow HTTPS_PROXY and NO_PROXY when NODE_USE_ENV_PROXY asks for it: so does this one.
 * https://nodejs.org/api/cli.html#node_use_env_proxy1
 */
function proxySettings(): { proxyEnv?: NodeJS.ProcessEnv } {
  const asked = process.env['NODE_USE_ENV_PROXY'] === '1' || process.execArgv.includes('--use-env-proxy')
  return asked ? { proxyEnv: process.env } : {}
}
