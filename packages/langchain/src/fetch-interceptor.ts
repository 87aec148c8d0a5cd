import {
  type ClientFacts,
  type FetchLike,
  ownProperty,
  readEnvironment,
  type RegistrationState,
} from '@patchbay/core'
import { createFacts, createFetchInterceptor, statusErrorOf } from '@patchbay/openai'
import { clientOf, kindOf, type Sender } from './detect.ts'

/** The interceptors of all registrations, and whether a `fetch` of the application's own is behind each. */
const interceptors = new WeakMap<FetchLike, { readonly customFetch: boolean }>()

/**
 * The `fetch` of what `sender` sends: takes the model's current route, or `original` once the registration has ended.
 *
 * @param original the `fetch` that is in use without a registration.
 * @param onRequest is called before each request: by then the sender has its client.
 */
export function createInterceptor(
  state: RegistrationState,
  sender: Sender,
  original: FetchLike,
  onRequest: () => void = () => undefined,
): FetchLike {
  const parts = partsOf(sender, original)
  const routed = createFetchInterceptor(state, parts, createFacts(parts))
  const watched: FetchLike = (input, init) => {
    onRequest()
    return routed(input, init)
  }
  // With what belongs to it: the SDK looks for a `Response` there.
  const interceptor = Object.assign(watched, routed)
  interceptors.set(interceptor, parts)
  return interceptor
}

/** What a sender is made of. */
export function partsOf(sender: Sender, original: FetchLike = configuredFetch(sender)) {
  return {
    kind: kindOf(sender),
    base: { own: () => baseOf(sender), toOwn: (url: string) => url },
    fetch: original,
    customFetch: hasCustomFetch(sender),
    statusError: statusErrorOfSender(sender),
    needsRetryAfter: true,
  }
}

/** The base URL that a sender's client has, or will have: the client comes with the first call. */
function baseOf(sender: Sender): string {
  return clientOf(sender)?.baseURL ?? configuredBaseURL(sender)
}

/** Errors are made by the client, which comes with the first call. */
function statusErrorOfSender(sender: Sender): ClientFacts['statusError'] {
  return (status, body, headers) => {
    const client = clientOf(sender)
    return client === undefined ? undefined : statusErrorOf(client)?.(status, body, headers)
  }
}

/** The `fetch` that a sender gives to its client, or the global one as it is at the time of the call. */
export function configuredFetch(sender: Sender): FetchLike {
  const given = ownProperty(sender.clientConfig, 'fetch')
  return typeof given === 'function' ? (given as FetchLike) : (input, init) => globalThis.fetch(input, init)
}

/** A model that was derived from a registered one is configured with that one's interceptor, which is no choice of the caller. */
function hasCustomFetch(sender: Sender): boolean {
  const given = ownProperty(sender.clientConfig, 'fetch')
  if (typeof given !== 'function' || given === globalThis.fetch) return false
  return interceptors.get(given as FetchLike)?.customFetch ?? true
}

/** Where a client that is not made yet will send: what `openai` makes of the configuration. */
function configuredBaseURL(sender: Sender): string {
  const given = ownProperty(sender.clientConfig, 'baseURL')
  if (typeof given === 'string' && given !== '') return given
  return readEnvironment('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1'
}
