import type { Call } from './calls.ts'
import { processState } from './process-state.ts'

/** The part of Node's `AsyncLocalStorage` that is needed here; Bun, Deno and workers with Node's modules have it as well. */
interface Storage {
  getStore(): Call | undefined
  run<T>(call: Call, work: () => T): T
}

const NAME = 'current-call.v1'

/**
 * Runs `work`, and whatever it starts, as part of `call`. Some libraries send a call again by a new call of the SDK below them:
 * nothing that reaches `fetch` tells such a retry from a call of the application's with the same body, but where it was started.
 * Without asynchronous context, in browsers, `work` just runs.
 */
export function runInCall<T>(call: Call, work: () => T): T {
  const { storage } = processState<{ readonly storage: Storage | undefined }>(NAME, () => ({
    storage: createStorage(),
  }))
  return storage === undefined ? work() : storage.run(call, work)
}

/** The call that the running code is a part of. */
export function currentCall(): Call | undefined {
  const state: unknown = Reflect.get(globalThis, Symbol.for(`patchbay.${NAME}`))
  return (state as { readonly storage: Storage | undefined } | undefined)?.storage?.getStore()
}

/** Not imported: the package must load where there is no such module. */
function createStorage(): Storage | undefined {
  const { AsyncLocalStorage } = globalThis.process?.getBuiltinModule?.('node:async_hooks') ?? {}
  return AsyncLocalStorage === undefined ? undefined : new AsyncLocalStorage<Call>()
}
