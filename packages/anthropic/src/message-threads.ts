import { currentRoute, type RegistrationState } from '@patchbay/core'
import type { ClientInternals } from './detect.ts'

/** What the SDK asks whether the API behind the client stores conversations; absent in versions before 1.x. */
const FLAG = '_supportsMessageThreads'

/**
 * Lets a routed client say that its conversations are not stored: only Anthropic's own API does. The SDK's tool runner then
 * sends the whole history with every turn, as it does for other clouds, and `beta.messages.thread()` says that it cannot.
 * Returns what takes it off.
 */
export function installMessageThreads(client: ClientInternals, state: RegistrationState): () => void {
  const before = Object.getOwnPropertyDescriptor(client, FLAG)
  if (before === undefined || !('value' in before) || before.configurable !== true) return () => undefined
  let own: unknown = before.value
  const get = (): unknown => (currentRoute(state) === undefined ? own : false)
  const set = (value: unknown): void => void (own = value)
  Object.defineProperty(client, FLAG, {
    get,
    set,
    configurable: true,
    enumerable: before.enumerable ?? true,
  })
  return () => {
    if (Object.getOwnPropertyDescriptor(client, FLAG)?.get !== get) return
    Object.defineProperty(client, FLAG, { ...before, value: own })
  }
}
