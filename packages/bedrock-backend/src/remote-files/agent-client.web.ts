import type { HttpClient } from '@patchbay/core'

/** Agents are Node's. */
export async function agentClient(_agent: object): Promise<HttpClient | undefined> {
  return undefined
}
