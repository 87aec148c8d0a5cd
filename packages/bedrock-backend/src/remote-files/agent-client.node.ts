import type { HttpClient } from '@patchbay/core'
import type { Agent } from 'node:http'

/** A transport over an agent of the caller's. An agent that is made for one protocol has no part in the other one. */
export async function agentClient(agent: object): Promise<HttpClient | undefined> {
  const [{ sendWith }, { guardedClient }] = await Promise.all([
    import('@patchbay/core/node-http'),
    import('./guarded-transport.ts'),
  ])
  return async (request) => {
    try {
      return await sendWith(request, agent as Agent)
    } catch (error) {
      const isRefused = error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_PROTOCOL'
      if (!isRefused) throw error
      return guardedClient(request)
    }
  }
}
