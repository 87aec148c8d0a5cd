import { createRedactor, type Redactor } from '../redaction/redactor.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { gatewaySecrets } from './gateway-secrets.ts'

/** The last one of each route: the requests of a client have the same secrets, whose forms are made once then. */
const last = new WeakMap<object, { readonly secrets: readonly string[]; readonly redactor: Redactor }>()

/** As `gatewayRedactor`, the same one for the same secrets. */
export function rememberedRedactor(gateway: BoundGateway, ...headers: readonly Headers[]): Redactor {
  const secrets = gatewaySecrets(gateway, ...headers)
  const before = last.get(gateway.options)
  if (before !== undefined && isEqual(before.secrets, secrets)) return before.redactor
  const redactor = createRedactor(secrets)
  last.set(gateway.options, { secrets, redactor })
  return redactor
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index])
}
