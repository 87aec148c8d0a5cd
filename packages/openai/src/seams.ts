import { attachClone, type ClientFacts, type FetchLike, type RegistrationState } from '@patchbay/core'
import { createBaseURL } from './base-url-seam.ts'
import { installCloning } from './clones.ts'
import { type ClientInternals, detectClient, own } from './detect.ts'
import { createFacts, createFetchSeam } from './fetch-seam.ts'
import { replaceProperty } from './property.ts'
import { installSocketRefusal } from './sockets.ts'

/**
 * Puts everything on a client that carries its traffic: `fetch` (and `_options.fetch`, from which clones are made),
 * `baseURL` for sockets, and `withOptions` for clones. Returns what takes it off again.
 */
export function installSeams(
  client: ClientInternals,
  kind: ClientFacts['kind'],
  state: RegistrationState,
): () => void {
  const base = createBaseURL(client)
  const original = own(client, 'fetch') as FetchLike
  const facts = createFacts(client, kind, base, original)
  const seam = createFetchSeam(state, facts, base, original)
  const install = (): (() => void) => {
    const steps = [
      replaceProperty(client, 'fetch', seam),
      replaceProperty(client['_options'], 'fetch', seam, true),
      base.install(state, facts),
      installSocketRefusal(client, state, facts, base.pinned),
      installCloning(client, state, unregistered, adoptClone),
    ]
    return () => {
      for (const step of steps.toReversed()) step()
    }
  }
  let uninstall = install()
  function unregistered(run: () => unknown): unknown {
    uninstall()
    try {
      return run()
    } finally {
      uninstall = install()
    }
  }
  return () => uninstall()
}

/**
 * Puts what is needed on a spread copy of a client, as LangSmith makes them: its resources send through the client it was
 * made from, but sockets and raw calls look at the copy.
 */
export function installCopySeams(
  copy: ClientInternals,
  kind: ClientFacts['kind'],
  state: RegistrationState,
): () => void {
  const base = createBaseURL(copy)
  const original = own(copy, 'fetch') as FetchLike
  const facts = createFacts(copy, kind, base, original)
  const steps = [
    replaceProperty(copy, 'fetch', createFetchSeam(state, facts, base, original)),
    base.install(state, facts),
  ]
  return () => {
    for (const step of steps.toReversed()) step()
  }
}

function adoptClone(clone: unknown, original: RegistrationState): void {
  const { client, kind } = detectClient(clone)
  attachClone(client, kind, original, (state) => installSeams(client, kind, state))
}
