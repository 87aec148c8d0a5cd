import type { ClientFacts } from '@patchbay/core'

import { isBuiltInFetch } from './built-in-fetch.ts'
import { fetchClient } from './fetch.ts'
import type { HttpClient } from './http-client.ts'
import { isBorrowable, requestHandlerClient } from './request-handler.ts'

let nodeClient: Promise<HttpClient | undefined> | undefined

/**
 * The transport of one request: that of the AWS client whose settings are borrowed; the `fetch` that the caller gave
 * its client, or a replaced global `fetch`; else `node:http` where there is one; else the global `fetch`. Looked at anew for each request, since interceptors come
 * and go while a process runs.
 */
export async function chooseClient(
  client: ClientFacts,
  transport: 'auto' | 'fetch',
  borrowed?: unknown,
): Promise<HttpClient> {
  if (transport === 'auto' && isBorrowable(borrowed)) return requestHandlerClient(borrowed)
  if (client.customFetch) return fetchClient(client.fetch)
  if (transport === 'auto' && isBuiltInFetch(globalThis.fetch)) {
    nodeClient ??= loadNodeClient()
    const found = await nodeClient
    if (found !== undefined) return found
  }
  return fetchClient(globalThis.fetch)
}

async function loadNodeClient(): Promise<HttpClient | undefined> {
  try {
    return (await import('./node-http.ts')).nodeHttpClient
  } catch {
    return undefined
  }
}
