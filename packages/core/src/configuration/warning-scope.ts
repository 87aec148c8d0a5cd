import { processState } from '../process-state.ts'
import type { WarningHandler } from '../warning.ts'

/** The part of Node's `AsyncLocalStorage` that is needed here. */
interface Storage {
  getStore(): WarningHandler | undefined
  run<T>(handler: WarningHandler, work: () => T): T
}

const NAME = 'warning-scope.v1'

/**
 * Runs `work` so that its warnings go to `handler`, whatever handlers routes and the configuration have. Without asynchronous context,
 * in browsers, `work` just runs.
 */
export function runWithWarnings<T>(handler: WarningHandler, work: () => T): T {
  const { storage } = processState<{ readonly storage: Storage | undefined }>(NAME, () => ({
    storage: createStorage(),
  }))
  return storage === undefined ? work() : storage.run(handler, work)
}

/** The handler of the scope that the running code is in. */
export function scopedWarningHandler(): WarningHandler | undefined {
  const state: unknown = Reflect.get(globalThis, Symbol.for(`patchbay.${NAME}`))
  return (state as { readonly storage: Storage | undefined } | undefined)?.storage?.getStore()
}

/** Not imported: the package must load where there is no such module. */
function createStorage(): Storage | undefined {
  const { AsyncLocalStorage } = globalThis.process?.getBuiltinModule?.('node:async_hooks') ?? {}
  return AsyncLocalStorage === undefined ? undefined : new AsyncLocalStorage<WarningHandler>()
}
