import type { ClientFacts } from './route.ts'

/** One request on its way through a route. Made once per call; policies hand the same one to several routes. */
export interface RouteRequest {
  readonly method: string
  /** The URL as the client built it. */
  readonly url: URL
  /** The endpoint below the client's base URL, Azure's deployment taken out, e.g. `/chat/completions`. */
  readonly endpoint: string
  /** The deployment segment of an Azure path. */
  readonly deployment: string | undefined
  /** The caller's headers, a copy that this request owns. Hop-by-hop headers and `content-length` are gone. */
  readonly headers: Headers
  /** The body as the client gave it. */
  readonly body: RequestInit['body']
  readonly signal: AbortSignal | undefined
  /** What else the client passed to its `fetch`: `agent`, `dispatcher`, `redirect`, ... */
  readonly init: Readonly<Record<string, unknown>>
  readonly client: ClientFacts
  /** The JSON body, parsed once; `undefined` when the body is not JSON. Treat it as read-only. */
  json(): unknown
}
