import { type HttpClient } from '@patchbay/core'
import { isBuiltInFetch, fetchClient } from '@patchbay/core/transport'
import { isPublicHost } from './address-guard.ts'
import type { RemoteFileTransport } from './fetch-file.ts'

/**
 * A transport that checks what it connects to. A proxy, and a global `fetch` that is not Node's own (an interceptor's, a
 * proxy's, Bun's, Deno's), connects in its own way: there the name and every address that this machine knows for it are
 * checked, and plain http goes to literal addresses only.
 */
export async function builtInTransport(_asked: boolean, proxy?: HttpClient): Promise<RemoteFileTransport> {
  if (proxy !== undefined || !isBuiltInFetch(globalThis.fetch)) {
    const { isPublicName } = await import('./resolve-host.ts')
    return { send: proxy ?? fetchClient(globalThis.fetch), isAllowedHost: isPublicName, resolvesNames: true }
  }
  return { send: (await import('./guarded-transport.ts')).guardedClient, isAllowedHost: isPublicHost }
}
