import type { ErrorEnvelope } from './errors/error-response.ts'

/** Which SDK object (or plain transport) a request comes from. */
export type ClientKind = 'openai' | 'azure-openai' | 'anthropic' | 'langchain' | 'bedrock' | 'fetch'

/** Anything with the shape of the global `fetch`. SDKs call it with a string URL and a plain init. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What a route knows about the client whose request it serves. Never mutated; shared by all requests of the client. */
export interface ClientFacts {
  /** Which SDK object it is. */
  readonly kind: ClientKind
  /** The client's own base URL, as it was before registration, e.g. `https://api.openai.com/v1`. */
  readonly baseURL: string
  /** The `fetch` the client was built with: it has the caller's proxies, TLS settings and test doubles. */
  readonly fetch: FetchLike
  /** Whether that `fetch`, or the agent it sends by, was given by the caller rather than being the SDK's default. */
  readonly customFetch: boolean
  /**
   * The function that `fetch` calls, without anything around it. While it is the runtime's own, a route may send in another way
   * that does the same. Default: `fetch` is always called.
   */
  readonly ownFetch?: FetchLike | undefined
  /**
   * An error of the client's own SDK for an HTTP status, e.g. its `RateLimitError` for 429. `body` is the error
   * envelope. A route needs it for a failure in the middle of a stream, when a status can no longer be sent: the SDK
   * turns an error event into an error without a status, but passes on any error that the body itself ends with.
   */
  readonly statusError?:
    | ((status: number, body: { error: ErrorEnvelope }, headers: Headers) => unknown)
    | undefined
  /**
   * Whether the client tries a 429 again only where the answer has a `retry-after`, as LangChain does. Default `false`: clients with
   * a backoff of their own would come back in step after one that nobody has said.
   */
  readonly needsRetryAfter?: boolean | undefined
}
