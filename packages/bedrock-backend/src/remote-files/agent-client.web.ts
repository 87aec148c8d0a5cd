import type { HttpClient } from '../transport/http-client.ts'

/** Agents are Node's. */
export async function agentClient(_agent: object): Promise<HttpClient | undefined> {
  return undefined
}
