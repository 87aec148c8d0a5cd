import type { RouteRequest } from '../route-request.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { type CommonGatewayOptions, mapModel } from './gateway-options.ts'
import type { GatewayRequest } from './gateway-types.ts'
import { setField, toHeaders, type HeaderFields, type ReadonlyHeaderFields } from './header-fields.ts'
import { requestedModel } from './request-model.ts'

/** A request with the model and deployment that the gateway knows it by. */
export function gatewayRequest(request: RouteRequest, options: CommonGatewayOptions): GatewayRequest {
  return {
    ...request,
    deployment: request.deployment === undefined ? undefined : mapModel(request.deployment, options),
    model: mapModel(requestedModel(request), options),
  }
}

/** What the gateway adds where the caller says nothing. */
export function defaultHeaders(gateway: BoundGateway, request: GatewayRequest): Headers {
  return toHeaders(withDefaults(new Map(), defaultValues(gateway, request)))
}

/** By names in lower case: of two that differ in case alone the later one counts. */
export function defaultValues(gateway: BoundGateway, request: GatewayRequest): ReadonlyHeaderFields {
  const defaults = new Map<string, string>()
  for (const values of [gateway.settings, gateway.headers(request), gateway.options.headers ?? {}])
    for (const name in values) {
      const value = values[name]
      if (value !== undefined) defaults.set(name.toLowerCase(), value)
    }
  return defaults
}

/** Adds to `fields` those of `defaults` that are not there. */
export function withDefaults(fields: HeaderFields, defaults: ReadonlyHeaderFields): HeaderFields {
  for (const [name, value] of defaults) if (!fields.has(name)) setField(fields, name, value)
  return fields
}
