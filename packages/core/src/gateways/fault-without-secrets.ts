import { isConnectionFailure } from '../connection-failure.ts'
import { isRecord } from '../internal/is-record.ts'
import type { RouteRequest } from '../route-request.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { redact, secretValues } from './secret-headers.ts'

/**
 * What a function of a definition threw, for the calling client to see: the same error, of the same class, with other words
 * where it quotes a key of the route or of the caller. Failures of the caller's own `fetch` stay as they are.
 */
export function faultWithoutSecrets(error: unknown, gateway: BoundGateway, request: RouteRequest): unknown {
  if (!(error instanceof Error) || isConnectionFailure(error)) return error
  const { apiKey, headers } = gateway.options
  const own = [{ authorization: apiKey }, headers, gateway.keys].map(toHeaders)
  const message = redact(error.message, [request.headers, ...own].flatMap(secretValues))
  if (message === error.message) return error
  return Object.create(error, {
    message: { value: message, configurable: true, writable: true },
    stack: { value: `${error.name}: ${message}`, configurable: true, writable: true },
  })
}

function toHeaders(values: unknown): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(isRecord(values) ? values : {}))
    if (typeof value === 'string') headers.set(name, value)
  return headers
}
