import type { BedrockRequest } from './bedrock-request.ts'
import type { Reply, ReplyScript } from './reply.ts'

/** What a test has said the answers should be. */
export interface Script {
  /** The reply for a request: the next one of the queue, else the standing one; `undefined`: the default brain's. */
  next(request: BedrockRequest): Promise<Reply | undefined>
  enqueue(...scripts: readonly ReplyScript[]): void
  always(script: ReplyScript | null): void
  pending(): number
  reset(): void
}

/** Makes an empty script. */
export function createReplyScript(): Script {
  const queue: ReplyScript[] = []
  let standing: ReplyScript | null = null
  return {
    async next(request) {
      const script = queue.shift() ?? standing
      return typeof script === 'function' ? await script(request) : (script ?? undefined)
    },
    enqueue(...scripts) {
      queue.push(...scripts)
    },
    always(script) {
      standing = script
    },
    pending: () => queue.length,
    reset() {
      queue.length = 0
      standing = null
    },
  }
}
