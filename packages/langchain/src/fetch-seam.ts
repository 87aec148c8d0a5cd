import { type ClientFacts, type FetchLike, readEnvironment, type RegistrationState } from '@patchbay/core'
import { createFetchSeam, statusErrorOf } from '@patchbay/openai'
import { clientOf, kindOf, own, type Sender } from './detect.ts'

/**
 * Marks a request that a route sends by the model's own `fetch`, as `@patchbay/openai` marks them: what is behind that
 * `fetch` may be registered too, and must not route the request a second time.
 */
const ON_ITS_WAY = Symbol.for('patchbay.on-its-way')

/** The seams of all registrations, and whether a `fetch` of the application's own is behind each. */
const seams = new WeakMap<FetchLike, { readonly customFetch: boolean }>()

/**
 * The `fetch` of what `sender` sends: takes the model's current route, or `original` once the registration has ended.
 *
 * @param original the `fetch` that is in use without a registration.
 */
export function createSeam(state: RegistrationState, sender: Sender, original: FetchLike): FetchLike {
  const facts = createFacts(sender, original)
  const base = {
    own: () => facts.baseURL,
    toOwn: (url: string) => url,
    install: () => () => undefined,
    pinned: true,
  }
  const seam = createFetchSeam(state, facts, base, original)
  seams.set(seam, facts)
  return seam
}

/** The client of a sender comes with its first call, so whatever depends on it is read live. */
function createFacts(sender: Sender, original: FetchLike): ClientFacts {
  return {
    kind: kindOf(sender),
    get baseURL() {
      return clientOf(sender)?.baseURL ?? configuredBaseURL(sender)
    },
    get statusError() {
      const client = clientOf(sender)
      return client === undefined ? undefined : statusErrorOf(client)
    },
    fetch: (input, init) => Reflect.apply(original, undefined, [input, { ...init, [ON_ITS_WAY]: true }]),
    customFetch: hasCustomFetch(sender),
  }
}

/** The `fetch` that a sender gives to its client, or the global one as it is at the time of the call. */
export function configuredFetch(sender: Sender): FetchLike {
  const given = own(sender.clientConfig, 'fetch')
  return typeof given === 'function' ? (given as FetchLike) : (input, init) => globalThis.fetch(input, init)
}

/** A model that was derived from a registered one is configured with that one's seam, which is no choice of the caller. */
function hasCustomFetch(sender: Sender): boolean {
  const given = own(sender.clientConfig, 'fetch')
  if (typeof given !== 'function' || given === globalThis.fetch) return false
  return seams.get(given as FetchLike)?.customFetch ?? true
}

/** Where a client that is not made yet will send: what `openai` makes of the configuration. */
function configuredBaseURL(sender: Sender): string {
  const given = own(sender.clientConfig, 'baseURL')
  if (typeof given === 'string' && given !== '') return given
  return readEnvironment('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1'
}
