import type { RouteDescription, Warning } from '@patchbay/core'

import type { RoutableClient } from '../register.ts'

/** Options of `explain`. */
export interface ExplainOptions {
  /**
   * The endpoint that the request is for, below a client's base URL: `/chat/completions` (the default), `/responses`, `/messages`,
   * `/embeddings`, ...; with `/query` what `query(route, request)` would send. Of a Bedrock client `/converse` (its default),
   * `/converse-stream`, `/invoke`, `/invoke-with-response-stream` or `/count-tokens`.
   */
  readonly endpoint?: string | undefined
  /**
   * The client that would send it, registered or not: its base URL, headers and kind count. It is only read. Default: a plain `fetch`,
   * as `createFetch` makes it; for a Bedrock client's endpoint a `BedrockRuntimeClient` without settings.
   */
  readonly client?: RoutableClient | undefined
  /** Further headers, as an SDK's call takes them. Not of Bedrock clients. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** What would be sent. Plain data, secrets masked. */
export interface ExplainedRequest {
  readonly method: string
  readonly url: string
  /** By their names in lower case. Keys and signatures are `[redacted]`. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed where it is JSON, else a text; `undefined` where there is none. */
  readonly body: unknown
  /** `converse`, `invoke-model`, `chat-completions`, `responses`, `messages`, ...; `undefined` where the path names none. */
  readonly api: string | undefined
  /** Which of Amazon Bedrock's services gets it: `bedrock-runtime`, `bedrock-mantle`, `bedrock`; `undefined` for any other server. */
  readonly host: string | undefined
  /** The model that it names. */
  readonly model: string | undefined
  /** The route that would send it, without secrets: of a policy the first one that would be tried. */
  readonly target: RouteDescription | undefined
  /** Where `bedrock()` takes its credentials from, in words; `undefined` elsewhere. They are not asked for. */
  readonly credentials: string | undefined
  /** What would be reported, and what is done only when a request is sent: the handlers of warnings are not called. */
  readonly warnings: readonly Warning[]
}
