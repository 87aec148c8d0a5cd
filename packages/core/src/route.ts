import type { BedrockGateway } from './bedrock-gateway.ts'
import type { ChatProfile } from './chat-profile.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Explanation } from './explanation.ts'
import type { Observing } from './hooks/observation.ts'
import type { RouteDescription } from './route-description.ts'
import type { RouteRequest } from './route-request.ts'

export type { RouteDescription } from './route-description.ts'

/** Sends one request by one route. A failure is an answer with its status, or a rejection like that of a connection. */
export type SendVia = (route: Route, request: RouteRequest) => Promise<Response>

/** Where a client's traffic goes. Made by a factory such as `javelin()`, `bedrock()` or `fallback()`. */
export interface Route {
  /** A gateway, a route that is served in this process, or a policy over routes. */
  readonly kind: 'gateway' | 'local' | 'policy'
  /** `javelin`, `bedrock`, `fallback`, ... */
  readonly name: string
  /** The route without its secrets. */
  describe(): RouteDescription
  /**
   * Serves one request of an OpenAI-shaped client.
   *
   * An API failure is a `Response` with OpenAI's error envelope, so that the client raises its own error class.
   * It may reject for two reasons only: a connection that failed (the client's connection error), and the request's own
   * abort signal (with the signal's reason).
   */
  serve(request: RouteRequest): Promise<Response>
  /**
   * The base URL that WebSockets of such a client must use, or `undefined` where the route serves none: sockets
   * do not pass through `fetch`, and must not bypass the route to reach the provider.
   */
  socketBaseURL(client: ClientFacts): string | undefined
  /**
   * Where requests really go, on a route without sockets: what `client.baseURL` shows to traces and debug logs, of clients whose
   * sockets are refused before they are opened. Only scheme, host and port count. Default: nothing that can be reached.
   */
  shownBaseURL?(client: ClientFacts): string | undefined
  /**
   * Whether the caller's provider key may go to `socketBaseURL`. Default `forward`. Sockets get no key of the gateway:
   * a gateway that takes the key off HTTP requests must not get it by socket either.
   */
  socketCredentials?(client: ClientFacts): 'forward' | 'strip'
  /** How chat completion requests are written that were translated for this route. Default: for plain OpenAI. */
  readonly chatProfile?: ChatProfile | undefined
  /** How this route sends requests of Amazon Bedrock's own API as they are; `undefined` where it does not. */
  readonly bedrock?: BedrockGateway | undefined
  /**
   * Only policies have this: what `serve` does, with `send` in place of the `serve` of each inner route that is not a
   * policy itself. A client whose requests are not OpenAI-shaped thus uses each of those routes as it would on its own.
   * The result is one of the answers of `send`, possibly copied with a monitored body, or the policy's own failure.
   *
   * @internal
   */
  decide?(request: RouteRequest, send: SendVia): Promise<Response>
  /**
   * Only the route of a registration with hooks has this: its `serve` tells them. What sends without `serve` uses it to tell them.
   *
   * @internal
   */
  readonly observing?: Observing<Route> | undefined
  /**
   * What takes the place of the route's own members for `explain`: it does the same with a request, but hands it to `explanation` in
   * place of sending it, and asks nobody for anything. Nothing that it does then is remembered. Default: what the route sends by the
   * client's `fetch` is shown.
   *
   * @internal
   */
  explaining?(explanation: Explanation): Promise<Partial<Pick<Route, 'serve' | 'decide' | 'bedrock'>>>
  /**
   * Of a route that is explained the route itself: what was learned of that one counts.
   *
   * @internal
   */
  readonly explains?: Route | undefined
}
