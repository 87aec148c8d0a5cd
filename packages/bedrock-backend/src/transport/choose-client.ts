import { type HttpClient, type RouteRequest } from '@patchbay/core'
import { builtInClient, fetchClient } from '@patchbay/core/transport'

/** What a request says of the way that it is to be sent. */
type Sender = Pick<RouteRequest, 'client'> & Partial<Pick<RouteRequest, 'init'>>

/**
 * The transport of one request: that of the AWS client whose settings are borrowed; the `fetch` that the caller gave
 * its client, or the client's own with the caller's proxy (`fetchOptions`, `httpAgent`); a replaced global `fetch`;
 * else `node:http` where there is one; else the global `fetch`. Looked at anew for each request, since interceptors
 * come and go while a process runs.
 */
export async function chooseClient(
  { client, init = {} }: Sender,
  transport: 'auto' | 'fetch',
  borrowed?: unknown,
): Promise<HttpClient> {
  if (transport === 'auto' && borrowed !== undefined) {
    const { isBorrowable, requestHandlerClient } = await import('./request-handler.ts')
    if (isBorrowable(borrowed)) return requestHandlerClient(borrowed)
  }
  const connection = connectionOptions(init)
  if (client.customFetch) return fetchClient(client.fetch, { ...connection, ...agentOf(init) })
  if (Object.keys(connection).length > 0) return fetchClient(client.fetch, connection)
  const found = transport === 'auto' ? await builtInClient() : undefined
  return found ?? fetchClient(globalThis.fetch)
}

/** How the runtimes' `fetch` is told of proxies and certificates: Node's undici, Bun, Deno. */
const CONNECTION_OPTIONS = ['dispatcher', 'proxy', 'tls', 'unix', 'client'] as const

function connectionOptions(init: RouteRequest['init']): Record<string, unknown> {
  const given = CONNECTION_OPTIONS.filter((name) => init[name] !== undefined && init[name] !== null)
  return Object.fromEntries(given.map((name) => [name, init[name]]))
}

/** openai 4 passes an agent with every request, most often its default: that alone says nothing of the caller. */
function agentOf({ agent }: RouteRequest['init']): Record<string, unknown> {
  return agent === undefined || agent === null ? {} : { agent }
}
