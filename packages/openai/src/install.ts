import {
  attach,
  attachClone,
  type ClientKind,
  isRegistered,
  type RegistrationState,
  type Route,
  stateOf,
  unregister,
} from '@patchbay/core'

/** Takes one thing off a client again. */
export type Uninstall = () => void

/** Runs a function while a client has no interceptors; synchronous. */
export type Unregistered = (run: () => unknown) => unknown

/**
 * Puts several things on a client. Returns what takes all of them off, last ones first.
 *
 * @param install puts them on; is called again whenever the client was shown without them for a moment.
 */
export function installAll(install: (unregistered: Unregistered) => readonly Uninstall[]): Uninstall {
  let steps: readonly Uninstall[]
  const uninstall = (): void => {
    for (const step of steps.toReversed()) step()
  }
  const unregistered: Unregistered = (run) => {
    uninstall()
    try {
      return run()
    } finally {
      steps = install(unregistered)
    }
  }
  steps = install(unregistered)
  return uninstall
}

/** How a package puts its interceptors on one kind of client. */
export interface Interceptors<Client extends object> {
  readonly kind: ClientKind
  readonly isClient: (value: object) => value is Client
  readonly install: (client: Client, state: RegistrationState) => Uninstall
  /** On a spread copy, whose resources send through the client that it was made from. */
  readonly installOnCopy: (copy: Client, state: RegistrationState) => Uninstall
}

/**
 * Registers what sends for `client`: the client itself, or what is inside a wrapper of another library. A spread copy gets
 * interceptors of its own besides, and ends the sender's registration with its own.
 */
export function attachSender<Client extends object>(
  client: object,
  sender: Client,
  route: Route,
  { kind, isClient, install, installOnCopy }: Interceptors<Client>,
): void {
  const state = attach(sender, kind, route, (own) => install(sender, own))
  // A Proxy around the sender shows the sender's registration as its own; a spread copy does not.
  const isCopy = client !== sender && stateOf(client) !== stateOf(sender)
  if (!isCopy || !isClient(client) || isRegistered(client)) return
  attachClone(client, kind, state, (own) => {
    const uninstall = installOnCopy(client, own)
    return () => {
      uninstall()
      unregister(sender)
    }
  })
}
