import { PROVIDER_CREDENTIAL_HEADERS } from '../headers.ts'
import type { RouteRequest } from '../route-request.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { type CommonGatewayOptions, mapModel } from './gateway-options.ts'
import type { GatewayRequest } from './gateway-types.ts'
import {
  fieldsOf,
  setField,
  toHeaders,
  type HeaderFields,
  type ReadonlyHeaderFields,
} from './header-fields.ts'
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
export function addressHeaders(
  gateway: BoundGateway,
  request: GatewayRequest,
  given: ReadonlyHeaderFields = fieldsOf(request.headers),
): HeaderFields {
  const fields: HeaderFields = new Map(given)
  dropForeignSecrets(fields, gateway.isOwnHeader)
  const defaults = defaultValues(gateway, request)
  const mode = gateway.credentials(request, () => toHeaders(withDefaults(new Map(fields), defaults)))
  if (mode === 'strip') for (const header of PROVIDER_CREDENTIAL_HEADERS) fields.delete(header)
  const addressed = adjusted(withDefaults(fields, defaults), gateway, request)
  for (const name in gateway.keys) {
    const value = gateway.keys[name]
    if (value !== undefined) setField(addressed, name, value)
  }
  return addressed
}

/** A definition's own function changes `Headers`. */
function adjusted(
  fields: HeaderFields,
  { adjustHeaders }: BoundGateway,
  request: GatewayRequest,
): HeaderFields {
  if (adjustHeaders === undefined) return fields
  const headers = toHeaders(fields)
  adjustHeaders(headers, request)
  return fieldsOf(headers)
}

/** What the gateway adds where the caller says nothing. */
export function defaultHeaders(gateway: BoundGateway, request: GatewayRequest): Headers {
  return toHeaders(withDefaults(new Map(), defaultValues(gateway, request)))
}

/** By names in lower case: of two that differ in case alone the later one counts. */
function defaultValues(gateway: BoundGateway, request: GatewayRequest): ReadonlyHeaderFields {
  const defaults = new Map<string, string>()
  for (const values of [gateway.settings, gateway.headers(request), gateway.options.headers ?? {}])
    for (const name in values) {
      const value = values[name]
      if (value !== undefined) defaults.set(name.toLowerCase(), value)
    }
  return defaults
}

function withDefaults(fields: HeaderFields, defaults: ReadonlyHeaderFields): HeaderFields {
  for (const [name, value] of defaults) if (!fields.has(name)) setField(fields, name, value)
  return fields
}
