import https from 'node:https'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy that requests to a URL go by, as Node's `fetch` finds it in the environment; `undefined` for none. Node is asked to look
 * there by NODE_USE_ENV_PROXY or `--use-env-proxy`: https://nodejs.org/api/cli.html#--use-env-proxy
 */
export function environmentProxy(url: URL): URL | undefined {
  // Node's own agent says whether it was asked.
  const { proxyEnv } = (https.globalAgent as { options?: { proxyEnv?: Environment } }).options ?? {}
  if (proxyEnv === undefined || isExcluded(url, read(proxyEnv, 'NO_PROXY') ?? '')) return undefined
  const plain = read(proxyEnv, 'HTTP_PROXY')
  const address = url.protocol === 'https:' ? (read(proxyEnv, 'HTTPS_PROXY') ?? plain) : plain
  return (address === undefined ? null : URL.parse(address)) ?? undefined
}

/** Names in lower case go before. */
function read(environment: Environment, name: string): string | undefined {
  return environment[name.toLowerCase()] || environment[name] || undefined
}

/** Whether NO_PROXY names the host, or a domain that it is in, with its port or with none. */
function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const actualPort = port || (protocol === 'https:' ? '443' : '80')
  return list
    .split(/[,\s]/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, host = entry, entryPort] = /^(.+):(\d+)$/.exec(entry) ?? []
      if (entryPort !== undefined && entryPort !== actualPort) return false
      const domain = host.toLowerCase().replace(/^\*?\./, '')
      return hostname === domain || hostname.endsWith(`.${domain}`)
    })
}
