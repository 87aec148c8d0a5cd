import { PROVIDER_CREDENTIAL_HEADERS } from '../headers.ts'
import type { RouteRequest } from '../route-request.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { type CommonGatewayOptions, mapModel } from './gateway-options.ts'
import type { GatewayRequest } from './gateway-types.ts'
import { requestedModel } from './request-model.ts'
import { dropForeignSecrets } from './secret-headers.ts'

/** A request with the model and deployment that the gateway knows it by. */
export function gatewayRequest(request: RouteRequest, options: CommonGatewayOptions): GatewayRequest {
  return {
    ...request,
    deployment: request.deployment === undefined ? undefined : mapModel(request.deployment, options),
    model: mapModel(requestedModel(request), options),
  }
}

/** Caller's headers, minus what must not leave, plus the preset's, under the gateway's own keys. */
export function addressHeaders(gateway: BoundGateway, request: GatewayRequest): Headers {
  const headers = new Headers(request.headers)
  dropForeignSecrets(headers, gateway.isOwnHeader)
  const defaults = defaultValues(gateway, request)
  const mode = gateway.credentials(request, () => withDefaults(new Headers(headers), defaults))
  if (mode === 'strip') for (const header of PROVIDER_CREDENTIAL_HEADERS) headers.delete(header)
  withDefaults(headers, defaults)
  gateway.adjustHeaders(headers, request)
  setAll(headers, gateway.keys)
  return headers
}

/** What the gateway adds where the caller says nothing. */
export function defaultHeaders(gateway: BoundGateway, request: GatewayRequest): Headers {
  return withDefaults(new Headers(), defaultValues(gateway, request))
}

/** By names in lower case: of two that differ in case alone the later one counts. */
function defaultValues(gateway: BoundGateway, request: GatewayRequest): ReadonlyMap<string, string> {
  const defaults = new Map<string, string>()
  for (const values of [gateway.settings, gateway.headers(request), gateway.options.headers ?? {}])
    for (const name in values) {
      const value = values[name]
      if (value !== undefined) defaults.set(name.toLowerCase(), value)
    }
  return defaults
}

function withDefaults(headers: Headers, defaults: ReadonlyMap<string, string>): Headers {
  for (const [name, value] of defaults) if (!headers.has(name)) headers.set(name, value)
  return headers
}

function setAll(headers: Headers, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) if (value !== undefined) headers.set(name, value)
}
