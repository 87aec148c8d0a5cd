import { PROVIDER_CREDENTIAL_HEADERS } from '../headers.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { defaultValues, withDefaults } from './default-headers.ts'
import type { GatewayRequest } from './gateway-types.ts'
import {
  fieldsOf,
  setField,
  toHeaders,
  type HeaderFields,
  type ReadonlyHeaderFields,
} from './header-fields.ts'
import { dropForeignSecrets } from './secret-headers.ts'

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
