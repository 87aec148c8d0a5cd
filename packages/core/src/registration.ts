import { type Call, CallsInProgress } from './calls.ts'
import type { ClientKind } from './client-facts.ts'
import type { Route, RouteDescription } from './route.ts'

/**
 * The key of a registration, the same in every installed copy of Patchbay: on a registered client it holds the
 * client's state, on `globalThis` the map that remembers the states of clients that were registered before.
 */
export const REGISTRATION = Symbol.for('patchbay.registration.v1')

/**
 * What a registration knows. What is installed on a client reads it at every request and never copies it, so that a new
 * route, the end of a registration and its revival reach clones and requests that hold on to old functions.
 *
 * The shape is shared by all installed copies of the package: extend it, never change it under this key.
 */
export interface RegistrationState {
  /** Which SDK object the client is. */
  readonly kind: ClientKind
  /** The client's own route; `undefined` while it has none. */
  route: Route | undefined
  /** The client this one is a clone of: its route counts as long as the clone has none of its own. */
  follows: RegistrationState | undefined
  /** Removes everything from the client; `undefined` while nothing is installed. */
  restore: (() => void) | undefined
  /** The calls that have begun on a route and not ended; absent before the first one. */
  calls?: CallsInProgress | undefined
}

/** Installs on a client what routes its requests. Returns the function that removes exactly that. */
export type Install = (state: RegistrationState) => () => void

/** A client's registration, for logs and tests. */
export interface Registration {
  /** Which SDK object the client is. */
  readonly kind: ClientKind
  /** The route without its secrets. */
  readonly route: RouteDescription
}

/** Where a request goes now; `undefined` means: as if the client had never been registered. */
export function currentRoute(state: RegistrationState): Route | undefined {
  return state.route ?? (state.follows === undefined ? undefined : currentRoute(state.follows))
}

/**
 * Begins a call of the application's by a client. It keeps the route of now.
 *
 * @param within a call of another library that this one may be an attempt of: its route comes first
 */
export function beginCall(state: RegistrationState, within?: Call): Call {
  state.calls ??= new CallsInProgress()
  return state.calls.begin(state, within?.routeFor(state) ?? currentRoute(state))
}

/** Whether a client has a route, or follows another client's. What an ended registration has left for calls in progress is none. */
export function isRegistered(client: object): boolean {
  const state = stateOf(client)
  return state?.restore !== undefined && (state.route !== undefined || state.follows !== undefined)
}

/**
 * Registers `client` on `route`. On a client that is registered already only the route changes: `install` is not
 * called again. On one that was registered before, the same state is revived, and its old clones follow.
 *
 * @throws whatever `install` throws; the client then has no mark on it.
 */
export function attach(client: object, kind: ClientKind, route: Route, install: Install): RegistrationState {
  const state =
    stateOf(client) ?? remember(client, { kind, route: undefined, follows: undefined, restore: undefined })
  mark(client, state, install)
  state.route = route
  state.follows = undefined
  return state
}

/**
 * Lets `clone` follow `original`'s route, until one of the two is registered or unregistered on its own.
 *
 * @throws whatever `install` throws.
 */
export function attachClone(
  clone: object,
  kind: ClientKind,
  original: RegistrationState,
  install: Install,
): RegistrationState {
  const existing = stateOf(clone)
  const isInstalled = existing?.restore !== undefined
  const state = isInstalled
    ? existing
    : remember(clone, { kind, route: undefined, follows: original, restore: undefined })
  mark(clone, state, install)
  state.route = undefined
  state.follows = original
  return state
}

/**
 * Ends a client's registration and removes everything it put on the client. Does nothing where there is none.
 *
 * Calls that have begun keep their route through all of their retries. Where there are any, what is on the client stays until
 * they have ended, 60 seconds at most without an attempt, and passes everything else on.
 */
export function unregister(client: object): void {
  const state = stateOf(client)
  if (state === undefined) return
  state.route = undefined
  state.follows = undefined
  const takeOff = (): void => {
    state.restore?.()
    state.restore = undefined
  }
  if (state.calls === undefined) takeOff()
  else state.calls.whenIdle(takeOff)
}

/** The client's kind and its route, without secrets; `undefined` where the client is not registered. */
export function registrationOf(client: object): Registration | undefined {
  const state = stateOf(client)
  const route = state === undefined ? undefined : currentRoute(state)
  return state === undefined || route === undefined
    ? undefined
    : { kind: state.kind, route: route.describe() }
}

/** A client's state, also of a client that is not registered any more, and also through a Proxy around the client. */
export function stateOf(client: object): RegistrationState | undefined {
  const own: unknown = Object.getOwnPropertyDescriptor(client, REGISTRATION)?.value
  return (own as RegistrationState | undefined) ?? memory()?.get(client)
}

function mark(client: object, state: RegistrationState, install: Install): void {
  state.calls?.keep()
  if (state.restore !== undefined) return
  const uninstall = install(state)
  Object.defineProperty(client, REGISTRATION, {
    value: state,
    enumerable: false,
    configurable: true,
    writable: false,
  })
  state.restore = () => {
    uninstall()
    Reflect.deleteProperty(client, REGISTRATION)
  }
}

type Memory = WeakMap<object, RegistrationState>

function memory(): Memory | undefined {
  return (globalThis as { [REGISTRATION]?: Memory })[REGISTRATION]
}

/** The map is made by the first registration, not by importing this file: an import has no side effects. */
function remember(client: object, state: RegistrationState): RegistrationState {
  let map = memory()
  if (map === undefined) {
    map = new WeakMap()
    Object.defineProperty(globalThis, REGISTRATION, {
      value: map,
      enumerable: false,
      configurable: true,
      writable: false,
    })
  }
  map.set(client, state)
  return state
}
