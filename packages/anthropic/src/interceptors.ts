import {
  attachClone,
  type ClientFacts,
  type FetchLike,
  ownProperty,
  type RegistrationState,
} from '@patchbay/core'
import {
  createCallTracking,
  createFacts,
  installAll,
  installCloning,
  replaceProperty,
  type Sender,
} from '@patchbay/openai'
import { type ClientInternals, detectClient } from './detect.ts'
import { createFetchInterceptor } from './fetch-interceptor.ts'
import { installMessageThreads } from './message-threads.ts'
import { statusErrorOf } from './status-error.ts'

const KIND: ClientFacts['kind'] = 'anthropic'

/** The clients that LangChain's models have made, which retry as LangChain does. */
const ofChatModels = new WeakSet<object>()

/**
 * Puts everything on a client that its traffic needs: `fetch` (and `_options.fetch`, from which clones are made),
 * `withOptions` for clones, and what tells the retries of a call. Returns what takes it off again.
 */
export function installInterceptors(client: ClientInternals, state: RegistrationState): () => void {
  const sender = senderOf(client)
  const facts = createFacts(sender)
  const interceptor = createFetchInterceptor(state, sender, facts)
  const trackCalls = createCallTracking(client, state)
  return installAll((unregistered) => [
    ...trackCalls(),
    replaceProperty(client, 'fetch', interceptor),
    replaceProperty(client['_options'], 'fetch', interceptor, true),
    installMessageThreads(client, state),
    installCloning(client, state, unregistered, adoptClient),
  ])
}

/** Puts what is needed on a spread copy of a client: its resources send through the original, its raw calls do not. */
export function installCopyInterceptors(copy: ClientInternals, state: RegistrationState): () => void {
  const sender = senderOf(copy)
  return replaceProperty(copy, 'fetch', createFetchInterceptor(state, sender, createFacts(sender)))
}

/** Lets a client that was made from another one, or by what is registered in its place, follow that one's route. */
function adoptClient(clone: unknown, original: RegistrationState): void {
  const client = detectClient(clone)
  attachClone(client, KIND, original, (state) => installInterceptors(client, state))
}

/** The same for a client that LangChain's `ChatAnthropic` has made. */
export function adoptClientOfModel(client: object, original: RegistrationState): void {
  ofChatModels.add(client)
  adoptClient(client, original)
}

/** What a client is made of. */
export function senderOf(client: ClientInternals): Sender {
  return {
    kind: KIND,
    // Nothing of this SDK passes by `fetch`, so the client shows its own base at all times.
    base: { own: () => client.baseURL, toOwn: (url) => url },
    fetch: ownProperty(client, 'fetch') as FetchLike,
    customFetch: hasCustomFetch(client),
    statusError: statusErrorOf(client),
    needsRetryAfter: ofChatModels.has(client),
  }
}

/** Clones name the SDK's default, the global `fetch`, in their options as if it had been given. */
function hasCustomFetch(client: ClientInternals): boolean {
  const given = client['_options']['fetch']
  return given !== undefined && given !== null && given !== globalThis.fetch
}
