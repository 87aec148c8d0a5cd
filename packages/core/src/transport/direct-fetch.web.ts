import type { DirectFetch } from './direct-request.ts'

/** There is nothing but `fetch`. */
export async function loadDirectFetch(): Promise<DirectFetch | undefined> {
  return undefined
}
