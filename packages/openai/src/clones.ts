import type { RegistrationState } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'
import type { Unregistered } from './install.ts'
import { replaceProperty } from './property.ts'

/**
 * Makes `client.withOptions()` hand on the registration. The clone is made by the client as it is without a registration,
 * so that it owns no frozen gateway base and no foreign `fetch`, and gets interceptors of its own, which follow the same state.
 * That also catches `withOptions({ fetch })` and `withOptions({ baseURL })`, which would otherwise escape.
 *
 * @param unregistered runs a function while the client has no interceptors; synchronous, as `withOptions` is.
 * @param adopt puts the interceptors on a clone.
 */
export function installCloning(
  client: ClientInternals,
  state: RegistrationState,
  unregistered: Unregistered,
  adopt: (clone: unknown, original: RegistrationState) => void,
): () => void {
  const original = client.withOptions
  if (typeof original !== 'function') return () => undefined
  return replaceProperty(client, 'withOptions', function (this: unknown, ...options: unknown[]): unknown {
    const clone = unregistered(() => Reflect.apply(original, this ?? client, options))
    adopt(clone, state)
    return clone
  })
}
