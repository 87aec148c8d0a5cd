import type { DirectFetch } from './direct-request.ts'

/** Sends as `fetch` does, over `node:http(s)`: loaded at the first request. `undefined` where the runtime has none. */
export async function loadDirectFetch(): Promise<DirectFetch | undefined> {
  try {
    return (await import('./direct-fetch-over-http.ts')).directFetch
  } catch {
    return undefined
  }
}
