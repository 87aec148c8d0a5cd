/** What makes an agent of `node:http` or `node:https` that keeps its connections. */
interface KeepAliveOptions {
  readonly keepAlive: true
  readonly scheduling: 'lifo'
  readonly maxSockets: number
  readonly maxFreeSockets: number
  /** The environment whose HTTPS_PROXY and NO_PROXY the agent follows. */
  readonly proxyEnv?: Record<string, string | undefined>
}

/**
 * Idle connections are kept, most recently used first. Node's own agent closes them after 5 s, and `fetch` drops them about as
 * early; conversations pause longer than that.
 *
 * Node's own agents follow HTTPS_PROXY and NO_PROXY when NODE_USE_ENV_PROXY asks for it: so do these.
 * https://nodejs.org/api/cli.html#node_use_env_proxy1
 */
export function keepAliveOptions(): KeepAliveOptions {
  const options = {
    keepAlive: true,
    scheduling: 'lifo',
    maxSockets: Number.POSITIVE_INFINITY,
    maxFreeSockets: 256,
  } as const
  const { env, execArgv } = globalThis.process
  const asked = env['NODE_USE_ENV_PROXY'] === '1' || execArgv.includes('--use-env-proxy')
  return asked ? { ...options, proxyEnv: env } : options
}
