/** What makes an agent of `node:http` or `node:https` that keeps its connections. */
interface KeepAliveOptions {
  readonly keepAlive: true
  readonly scheduling: 'lifo'
  readonly maxSockets: number
  readonly maxFreeSockets: number
  /** The environment whose HTTPS_PROXY and NO_PROXY the agent follows. */
  readonly proxyEnv?: Record<string, string | undefined>
}

/** What counts of Node's own agent. */
interface GlobalAgent {
  readonly options?: { readonly proxyEnv?: Record<string, string | undefined> | undefined } | undefined
}

/**
 * Idle connections are kept, most recently used first. Node's own agent closes them after 5 s, and `fetch` drops them about as
 * early; conversations pause longer than that.
 *
 * Node's own agents follow HTTPS_PROXY and NO_PROXY when NODE_USE_ENV_PROXY, or the option `--use-env-proxy` of the command line or
 * of NODE_OPTIONS, asks for it, or `http.setGlobalProxyFromEnv()` was called: so do these.
 * https://nodejs.org/api/cli.html#--use-env-proxy
 *
 * @param globalAgent Node's own agent for the protocol, which knows what was asked for in any other way
 */
export function keepAliveOptions(globalAgent: object = {}): KeepAliveOptions {
  const options = {
    keepAlive: true,
    scheduling: 'lifo',
    maxSockets: Number.POSITIVE_INFINITY,
    maxFreeSockets: 256,
  } as const
  const proxyEnv = (globalAgent as GlobalAgent).options?.proxyEnv ?? proxyOfEnvironment()
  return proxyEnv === undefined ? options : { ...options, proxyEnv }
}

function proxyOfEnvironment(): Record<string, string | undefined> | undefined {
  return usesProxyOfEnvironment() ? globalThis.process.env : undefined
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
