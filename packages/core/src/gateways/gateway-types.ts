import type { Route } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'

/** A request as a gateway's definition sees it: endpoint without `/v1`, aliases of models and deployments resolved. */
export interface GatewayRequest extends RouteRequest {
  /** The model that will be sent; `undefined` where the request has none. */
  readonly model: string | undefined
}

/** Why a gateway cannot take a request. Nothing is sent: the caller's SDK throws its error class for `status`. */
export interface GatewayRejection {
  /** The HTTP status, from 400. */
  readonly status: number
  /** What is wrong and what to do about it. */
  readonly message: string
  /** Stable and machine-readable, e.g. `unsupported_endpoint`. */
  readonly code: string
  /** The field of the request that is at fault. */
  readonly param?: string | undefined
}

/** Headers by name; those that are `undefined` are not sent. */
export type HeaderValues = Readonly<Record<string, string | undefined>>

/** A JSON body. */
export type JSONBody = Readonly<Record<string, unknown>>

/** A route to a gateway. */
export interface GatewayRoute extends Route {
  /** Always `gateway`. */
  readonly kind: 'gateway'
  /** The same gateway with `name` as the route, provider, config or model: whatever this gateway names routes by. */
  named(name: string): GatewayRoute
  /** The same gateway at its endpoint for direct queries, which takes the place of an endpoint; for `query`. */
  forQuery?: (() => GatewayRoute) | undefined
}
