import type { HttpClient } from './http-client.ts'

/** The runtime's own way to send, which is faster than its `fetch`: `node:http`, loaded at the first request. */
export async function loadNativeClient(): Promise<HttpClient | undefined> {
  try {
    return (await import('./node-http.ts')).nodeHttpClient
  } catch {
    return undefined
  }
}
