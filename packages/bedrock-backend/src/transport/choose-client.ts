import { type HttpClient, type RouteRequest, whenThere } from '@patchbay/core'
import { builtInClient, fetchClient } from '@patchbay/core/transport'

/** What a request says of the way that it is to be sent. */
type Sender = Pick<RouteRequest, 'client'> & Partial<Pick<RouteRequest, 'init'>>

/**
 * The transport of one request: that of the AWS client whose settings are borrowed; the `fetch` that the caller gave
 * its client, or the client's own with the caller's proxy (`fetchOptions`, `httpAgent`); a replaced global `fetch`;
 * else `node:http` where there is one; else the global `fetch`. Looked at anew for each request, since interceptors
 * come and go while a process runs.
 */
export function chooseClient(
  sender: Sender,
  transport: 'auto' | 'fetch',
  borrowed?: unknown,
): HttpClient | Promise<HttpClient> {
  return transport === 'auto' && borrowed !== undefined
    ? chooseBorrowed(sender, borrowed)
    : chooseOwn(sender, transport)
}

async function chooseBorrowed(sender: Sender, borrowed: unknown): Promise<HttpClient> {
  const { isBorrowable, requestHandlerClient } = await import('./request-handler.ts')
  return isBorrowable(borrowed) ? requestHandlerClient(borrowed) : chooseOwn(sender, 'auto')
}

function chooseOwn(
  { client, init = {} }: Sender,
  transport: 'auto' | 'fetch',
): HttpClient | Promise<HttpClient> {
  const connection = connectionOptions(init)
  if (client.customFetch) return fetchClient(client.fetch, { ...connection, ...agentOf(init) })
  if (connection !== NONE) return fetchClient(client.fetch, connection)
  if (transport === 'fetch') return fetchClient(globalThis.fetch)
  return whenThere(builtInClient(), (found) => found ?? fetchClient(globalThis.fetch))
}

/** How the runtimes' `fetch` is told of proxies and certificates: Node's undici, Bun, Deno. */
const CONNECTION_OPTIONS: ReadonlySet<string> = new Set(['dispatcher', 'proxy', 'tls', 'unix', 'client'])
const NONE: Readonly<Record<string, unknown>> = {}

function connectionOptions(init: RouteRequest['init']): Readonly<Record<string, unknown>> {
  const given = Object.entries(init).filter(
    ([name, value]) => CONNECTION_OPTIONS.has(name) && value !== undefined && value !== null,
  )
  return given.length === 0 ? NONE : Object.fromEntries(given)
}

/** openai 4 passes an agent with every request, most often its default: that alone says nothing of the caller. */
function agentOf({ agent }: RouteRequest['init']): Record<string, unknown> {
  return agent === undefined || agent === null ? {} : { agent }
}
