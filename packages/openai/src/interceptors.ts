import {
  attachClone,
  type ClientFacts,
  type FetchLike,
  ownProperty,
  type RegistrationState,
} from '@patchbay/core'
import { type BaseURL, createBaseURL } from './base-url-interceptor.ts'
import { createCallTracking } from './call-tracking.ts'
import { installCloning } from './clones.ts'
import { type ClientInternals, detectClient } from './detect.ts'
import { createFacts, createFetchInterceptor, type Sender } from './fetch-interceptor.ts'
import { installAll } from './install.ts'
import { type ClientKey, createClientKey } from './key-interceptor.ts'
import { replaceProperty } from './property.ts'
import { rememberSender } from './registered-senders.ts'
import { installSocketRefusal } from './sockets.ts'
import { statusErrorOf } from './status-error.ts'
import { createHandOver } from './stream-hand-over.ts'

/**
 * Puts everything on a client that its traffic needs: `fetch` (and `_options.fetch`, from which clones are made),
 * `baseURL` and `apiKey` for sockets, `withOptions` for clones, and what tells the retries of a call. Returns what takes it off again.
 */
export function installInterceptors(
  client: ClientInternals,
  kind: ClientFacts['kind'],
  state: RegistrationState,
): () => void {
  const base = createBaseURL(client)
  const key = createClientKey(client, base.pinned)
  const sender = senderOf(client, kind, base, key)
  const facts = createFacts(sender)
  const interceptor = createFetchInterceptor(state, sender, facts)
  const handOver = createHandOver(client)
  const trackCalls = createCallTracking(client, state)
  return installAll((unregistered) => [
    ...handOver(),
    ...trackCalls(),
    rememberSender(client, sender),
    replaceProperty(client, 'fetch', interceptor),
    replaceProperty(client['_options'], 'fetch', interceptor, true),
    base.install(state, facts),
    key.install(state, facts),
    installSocketRefusal(client, state, facts, base.pinned),
    installCloning(client, state, unregistered, adoptClone),
  ])
}

/**
 * Puts what is needed on a spread copy of a client, as LangSmith makes them: its resources send through the client it was
 * made from, but sockets and raw calls look at the copy.
 */
export function installCopyInterceptors(
  copy: ClientInternals,
  kind: ClientFacts['kind'],
  state: RegistrationState,
): () => void {
  const base = createBaseURL(copy)
  const key = createClientKey(copy, base.pinned)
  const sender = senderOf(copy, kind, base, key)
  const facts = createFacts(sender)
  return installAll(() => [
    replaceProperty(copy, 'fetch', createFetchInterceptor(state, sender, facts)),
    base.install(state, facts),
    key.install(state, facts),
  ])
}

function adoptClone(clone: unknown, original: RegistrationState): void {
  const { client, kind } = detectClient(clone)
  attachClone(client, kind, original, (state) => installInterceptors(client, kind, state))
}

/** What a client is made of. */
export function senderOf(
  client: ClientInternals,
  kind: ClientFacts['kind'],
  base: BaseURL = createBaseURL(client),
  key: ClientKey = createClientKey(client, base.pinned),
): Sender {
  return {
    kind,
    base,
    key,
    fetch: ownProperty(client, 'fetch') as FetchLike,
    customFetch: hasCustomFetch(client) || hasAgent(client),
    statusError: statusErrorOf(client),
  }
}

/** Clones name the SDK's default, the global `fetch`, in their options as if it had been given. */
function hasCustomFetch(client: ClientInternals): boolean {
  const given = client['_options']['fetch']
  return given !== undefined && given !== null && given !== globalThis.fetch
}

/** openai 4 takes proxies as an agent. Its own `fetch` reads that: it must be asked, as one that was given. */
function hasAgent(client: ClientInternals): boolean {
  const { httpAgent } = client['_options']
  return httpAgent !== undefined && httpAgent !== null
}
