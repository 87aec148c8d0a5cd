import { configuration, emitWarning } from '../configuration/configuration.ts'
import { reasonOf } from '../internal/reason-of.ts'
import type { HookEvent, Hooks } from './hook-event.ts'

/** Functions of hooks that have failed before: each is reported once. */
const reported = new WeakSet<object>()

/** Calls one function of all hooks, in order, and waits for none. What one throws or rejects with harms nobody. */
export function tellHooks(hooks: readonly Hooks[], name: keyof Hooks, event: HookEvent): void {
  for (const each of hooks) {
    try {
      const result: unknown = each[name]?.(event)
      if (isThenable(result)) result.then(undefined, (error: unknown) => reportHook(each, name, error))
    } catch (error) {
      reportHook(each, name, error)
    }
  }
}

/** Tells of a hook that has failed: to `onWarning` of the configuration, else as a warning of the process. Once for each function. */
export function reportHook(hooks: Hooks, name: string, error: unknown): void {
  const failed = functionOf(hooks, name)
  if (failed === undefined || reported.has(failed)) return
  reported.add(failed)
  const message = `A Patchbay hook, ${name}, threw: ${reasonOf(error)}. The request was not affected. This is reported once.`
  if (configuration().onWarning === undefined) globalThis.process?.emitWarning?.(message)
  else emitWarning({ code: 'hook_failed', field: `hooks.${name}`, message }, undefined)
}

/** The function by that name, or the hooks themselves where reading it fails. */
function functionOf(hooks: Hooks, name: string): object | undefined {
  try {
    const hook: unknown = Reflect.get(hooks, name)
    return typeof hook === 'function' ? hook : undefined
  } catch {
    return hooks
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
