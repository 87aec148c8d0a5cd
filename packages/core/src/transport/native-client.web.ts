import type { HttpClient } from './http-client.ts'

/** There is nothing but `fetch`. */
export async function loadNativeClient(): Promise<HttpClient | undefined> {
  return undefined
}
