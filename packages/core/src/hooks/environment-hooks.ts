import { readSwitch } from '../configuration/environment.ts'
import { loadOnce } from '../internal/load-once.ts'
import type { HookEvent, Hooks } from './hook-event.ts'

/**
 * The hooks that the environment asks for: `PATCHBAY_DEBUG=1` is `debugLog()`, which is loaded with the first request.
 *
 * @throws ConfigurationError where it is neither 1 nor 0
 */
export function environmentHooks(): readonly Hooks[] {
  if (readSwitch('PATCHBAY_DEBUG') !== true) return []
  const load = loadOnce(async () => (await import('./debug-log.ts')).debugLog())
  const later = (name: keyof Hooks) => async (event: HookEvent) => (await load())[name]?.(event)
  return [{ onStart: later('onStart'), onAttempt: later('onAttempt'), onEnd: later('onEnd') }]
}
