import type { BedrockGateway } from './bedrock-gateway.ts'
import type { ChatProfile } from './chat-profile.ts'
import type { ClientFacts } from './client-facts.ts'
import type { RouteRequest } from './route-request.ts'

/** A route without its secrets: for logs, `registrationOf` and error messages. */
export interface RouteDescription {
  readonly kind: 'gateway' | 'local' | 'policy'
  /** `javelin`, `bedrock`, `fallback`, ... */
  readonly name: string
  readonly [detail: string]: unknown
}

/** Uses one route for one request. A failure is an answer with its status, or a rejection as that of a connection. */
export type SendVia = (route: Route, request: RouteRequest) => Promise<Response>

/** Where a client's traffic goes. Made by a factory such as `javelin()`, `bedrock()` or `fallback()`. */
export interface Route {
  readonly kind: 'gateway' | 'local' | 'policy'
  readonly name: string
  /** The route without its secrets. */
  describe(): RouteDescription
  /**
   * Serves one request of an OpenAI-shaped client.
   *
   * An API failure is a `Response` with OpenAI's error envelope, so that the client raises its own error class.
   * Only two things may reject: a connection that failed (the client's connection error), and the request's own
   * abort signal (with the signal's reason).
   */
  serve(request: RouteRequest): Promise<Response>
  /**
   * The base URL that WebSockets of such a client must use, or `undefined` where the route serves none: sockets
   * do not pass through `fetch`, and must not reach the provider behind the route's back.
   */
  socketBaseURL(client: ClientFacts): string | undefined
  /**
   * Whether the caller's provider key may go to `socketBaseURL`. Default `forward`. Sockets carry no key of the gateway:
   * a gateway that takes the key off HTTP requests must not get it by socket either.
   */
  socketCredentials?(client: ClientFacts): 'forward' | 'strip'
  /** How chat completion requests are written that were translated for this route. Default: for plain OpenAI. */
  readonly chatProfile?: ChatProfile | undefined
  /** How this route carries requests of Amazon Bedrock's own API; `undefined` where it does not. */
  readonly bedrock?: BedrockGateway | undefined
  /**
   * What policies have: the decision of `serve`, with `send` for the `serve` of every route within that is no policy
   * itself. So a client whose requests are not OpenAI-shaped uses each of these routes as it would use it alone. The
   * answer is one of `send`'s, possibly a copy with its headers and a watched body, or the policy's own failure.
   */
  decide?(request: RouteRequest, send: SendVia): Promise<Response>
}
