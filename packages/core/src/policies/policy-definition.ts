import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'

/** One policy. */
export interface PolicyDefinition {
  readonly name: string
  readonly routes: readonly Route[]
  /** What `describe()` shows besides kind, name and routes. */
  readonly details: Readonly<Record<string, unknown>>
  /** The decision: `send` uses a route. */
  serve(request: RouteRequest, send: SendVia): Promise<Response>
  /** The same decision, of which nothing is remembered. Default: that of `serve`, which remembers nothing. */
  peek?(request: RouteRequest, send: SendVia): Promise<Response>
}
