import { beginCall, ownObject, type RegistrationState, runInCall } from '@patchbay/core'
import { replaceProperty } from './property.ts'

type Work = (...parts: unknown[]) => Promise<unknown>
type Method = (this: unknown, ...parts: unknown[]) => Promise<unknown>

/**
 * The methods of LangChain's `AsyncCaller`, in all versions, and where each has the work that it does: again by a new call of the
 * SDK that the model sends by, when that fails.
 */
const METHODS = [
  { name: 'call', work: 0 },
  { name: 'callWithOptions', work: 1 },
] as const

/** What a tracking method stands for. */
const originals = new WeakMap<Method, Method>()

/**
 * Makes all attempts of a piece of work one call, which keeps the route that it began with. Nothing else changes. Returns what
 * takes it off.
 *
 * @param model a model of LangChain's; one without a caller of its own is left alone
 */
export function installCallerTracking(model: object, state: RegistrationState): () => void {
  const caller = ownObject(model, 'caller')
  if (caller === undefined) return () => undefined
  const steps = trackingMethods(caller, state).map(([name, method]) => replaceProperty(caller, name, method))
  return () => {
    for (const step of steps) step()
  }
}

/** A caller that is the given one in everything but the registration that its calls belong to. */
export function trackedCaller(caller: object, state: RegistrationState): object {
  const tracked: object = Object.create(caller) as object
  for (const [name, value] of trackingMethods(caller, state))
    Object.defineProperty(tracked, name, { value, writable: true, configurable: true })
  return tracked
}

function trackingMethods(caller: object, state: RegistrationState): (readonly [string, Method])[] {
  return METHODS.flatMap(({ name, work }) => {
    const method: unknown = Reflect.get(caller, name)
    return typeof method === 'function' ? [[name, track(method as Method, work, state)] as const] : []
  })
}

/** @param position where the work is among the arguments */
function track(method: Method, position: number, state: RegistrationState): Method {
  const original = originals.get(method) ?? method
  const tracking: Method = function (this: unknown, ...parts) {
    const work = parts[position]
    if (typeof work !== 'function') return Reflect.apply(original, this, parts)
    const call = beginCall(state)
    const inCall: Work = (...given) => runInCall(call, () => (work as Work)(...given))
    return call.during(Reflect.apply(original, this, parts.with(position, inCall)))
  }
  originals.set(tracking, original)
  return tracking
}
