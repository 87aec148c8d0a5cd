import type { ReadonlyHeaderFields } from './header-fields.ts'

/** One request as it leaves for a gateway. */
export interface OutgoingRequest {
  readonly url: string
  readonly headers: ReadonlyHeaderFields
  readonly body: RequestInit['body']
  /** Name of the gateway, for messages. */
  readonly gateway: string
  /** `'fetch'`: it is sent by the client's own `fetch` in any case. */
  readonly transport?: 'auto' | 'fetch' | undefined
}
