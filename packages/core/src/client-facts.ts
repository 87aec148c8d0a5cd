import type { ErrorEnvelope } from './errors/error-response.ts'

/** Which SDK object (or plain transport) a request comes from. */
export type ClientKind = 'openai' | 'azure-openai' | 'anthropic' | 'langchain' | 'bedrock' | 'fetch'

/** Anything with the shape of the global `fetch`. SDKs call it with a string URL and a plain init. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What a route may know of the client whose request it carries. Never mutated, shared by all its requests. */
export interface ClientFacts {
  readonly kind: ClientKind
  /** The client's own base URL, as it was before registration, e.g. `https://api.openai.com/v1`. */
  readonly baseURL: string
  /** The `fetch` the client was built with: proxies, TLS settings and test doubles of the caller live there. */
  readonly fetch: FetchLike
  /** Whether that `fetch`, or the agent it sends by, was given by the caller rather than being the SDK's default. */
  readonly customFetch: boolean
  /**
   * An error of the client's own SDK for an HTTP status, e.g. its `RateLimitError` for 429. `body` is the error
   * envelope. A route needs it for a failure in the middle of a stream, when no status can be sent any more: the SDK
   * makes an error without a status of an error event, but passes on whatever error the body itself ends with.
   */
  readonly statusError?:
    | ((status: number, body: { error: ErrorEnvelope }, headers: Headers) => unknown)
    | undefined
}
