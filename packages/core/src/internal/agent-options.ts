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
 * Node's own agents follow HTTPS_PROXY and NO_PROXY when NODE_USE_ENV_PROXY, or the option `--use-env-proxy` of the command line or
 * of NODE_OPTIONS, asks for it: so do these. https://nodejs.org/api/cli.html#--use-env-proxy
 */
export function keepAliveOptions(): KeepAliveOptions {
  const options = {
    keepAlive: true,
    scheduling: 'lifo',
    maxSockets: Number.POSITIVE_INFINITY,
    maxFreeSockets: 256,
  } as const
  const { env } = globalThis.process
  return usesProxyOfEnvironment() ? { ...options, proxyEnv: env } : options
}

/** The command line overrides NODE_OPTIONS, and the last of several options counts. */
function usesProxyOfEnvironment(): boolean {
  const { env, execArgv } = globalThis.process
  const given = [...(env['NODE_OPTIONS'] ?? '').split(/[\s"]+/), ...execArgv].map((option) =>
    option.replaceAll('_', '-'),
  )
  const last = given.findLast((option) => /^--(?:no-)?use-env-proxy$/.test(option))
  return last === undefined ? env['NODE_USE_ENV_PROXY'] === '1' : last === '--use-env-proxy'
}
