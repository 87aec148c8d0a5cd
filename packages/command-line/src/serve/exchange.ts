import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request under way. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Fires when the caller has gone. */
  readonly gone: AbortSignal
  /** Whether the caller waits with its body (`Expect: 100-continue`). */
  readonly isWaiting: boolean
  /** Whether the server takes no new connections any more. */
  readonly isStopping: boolean
}
