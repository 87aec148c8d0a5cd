import type { Hooks } from '@patchbay/core'

/** Options of `register` for Bedrock clients. */
export interface RegisterOptions {
  /**
   * What sends requests to a gateway. `auto` (default): the client's own `requestHandler`, unless it is the SDK's
   * HTTP/2 handler, in whose place a pooled HTTP/1.1 transport with the same timeout and TLS settings is used. `client`:
   * always the client's own.
   */
  readonly transport?: 'auto' | 'client' | undefined
  /** See the client's requests begin, be tried and end, besides the hooks of `configure`. Default: none. */
  readonly hooks?: Hooks | readonly Hooks[] | undefined
}
