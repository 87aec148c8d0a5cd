import { type HttpClient, isRecord, type RouteRequest } from '@patchbay/core'
import { fetchClient } from '@patchbay/core/transport'

import { agentClient } from '#remote-files/agent-client'

import { isBorrowable, requestHandlerClient } from '../transport/request-handler.ts'

/**
 * Dispatchers of undici that connect by themselves: no proxies. Some of them know one origin only.
 * https://undici.nodejs.org/#/docs/api/Dispatcher
 */
const DIRECT_DISPATCHERS = new Set([
  'Agent',
  'Client',
  'H2CClient',
  'Pool',
  'BalancedPool',
  'RoundRobinPool',
  'RetryAgent',
])
/** Node's own agents, and those that openai 4 has by default. */
const DIRECT_AGENTS = new Set(['Agent', 'HttpAgent', 'HttpsAgent'])

/**
 * The way through the proxy that the caller's client was given: `fetchOptions: { dispatcher }` (Node.js), `{ proxy }` (Bun),
 * `{ client }` (Deno), openai 4's `httpAgent`, or the agent of a borrowed AWS client's request handler. `undefined` where the
 * client connects directly: then the files are brought by connections that check their addresses.
 */
export async function findProxy(
  { client, init }: Pick<RouteRequest, 'client' | 'init'>,
  borrowed: unknown,
): Promise<HttpClient | undefined> {
  const { dispatcher, proxy, client: denoClient, agent } = init
  if (isOther(dispatcher, DIRECT_DISPATCHERS)) return fetchClient(globalThis.fetch, { dispatcher })
  if (isGiven(proxy)) return fetchClient(globalThis.fetch, { proxy })
  if (isGiven(denoClient)) return fetchClient(globalThis.fetch, { client: denoClient })
  if (client.customFetch && isProxyAgent(agent)) return agentClient(agent)
  return borrowedProxy(borrowed)
}

async function borrowedProxy(handler: unknown): Promise<HttpClient | undefined> {
  if (!isBorrowable(handler)) return undefined
  const { config, configProvider } = handler as { config?: unknown; configProvider?: unknown }
  // The AWS SDK's handler reads its settings at its first request.
  const settings = isRecord(config) ? config : await Promise.resolve(configProvider).catch(() => undefined)
  return isRecord(settings) && isProxyAgent(settings['httpsAgent'])
    ? requestHandlerClient(handler)
    : undefined
}

/** An agent with a way of its own to connect, or one of Node's that follows the environment's proxy. */
function isProxyAgent(agent: unknown): agent is object {
  if (isOther(agent, DIRECT_AGENTS)) return true
  return isRecord(agent) && isRecord(agent['options']) && isGiven(agent['options']['proxyEnv'])
}

function isOther(value: unknown, direct: ReadonlySet<string>): value is object {
  return typeof value === 'object' && value !== null && !direct.has(value.constructor?.name ?? '')
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
