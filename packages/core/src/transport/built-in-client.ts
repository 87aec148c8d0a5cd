import { loadNativeClient } from '#transport/native-client'

import { loadAhead } from '../internal/load-once.ts'
import { isBuiltInFetch } from './built-in-fetch.ts'
import type { HttpClient } from './http-client.ts'

const nativeClient = loadAhead(loadNativeClient)

/**
 * The runtime's own way to send, while `fetch` is the runtime's untouched one: `undefined` where there is none, or where an
 * interceptor or a proxy has to see the traffic. Looked at anew for each request, since these come and go while a process runs.
 */
export function builtInClient(): HttpClient | undefined | Promise<HttpClient | undefined> {
  return isBuiltInFetch(globalThis.fetch) ? nativeClient() : undefined
}
