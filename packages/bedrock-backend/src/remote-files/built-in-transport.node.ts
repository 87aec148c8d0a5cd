import { isBuiltInFetch } from '../transport/built-in-fetch.ts'
import { fetchClient } from '../transport/fetch.ts'
import { isPublicHost } from './address-guard.ts'
import type { RemoteFileTransport } from './fetch-file.ts'

/**
 * A transport that checks what it connects to. A global `fetch` that is not Node's own (an interceptor's, a proxy's,
 * Bun's, Deno's) connects in its own way: there the name and every address that this machine knows for it are checked.
 */
export async function builtInTransport(_asked: boolean): Promise<RemoteFileTransport> {
  if (!isBuiltInFetch(globalThis.fetch)) {
    const { isPublicName } = await import('./resolve-host.ts')
    return { send: fetchClient(globalThis.fetch), isAllowedHost: isPublicName }
  }
  return { send: (await import('./guarded-transport.ts')).guardedClient, isAllowedHost: isPublicHost }
}
