import {
  carry,
  type ClientFacts,
  currentRoute,
  type FetchLike,
  type RegistrationState,
  toFetchCall,
} from '@patchbay/core'
import type { BaseURL } from './base-url-seam.ts'
import { toWebResponse } from './web-response.ts'

/**
 * Marks a request that a route sends by the client's own `fetch`. A caller's `fetch` may be built around a registered
 * client's, and such a request must not be routed a second time.
 */
const ON_ITS_WAY = Symbol.for('patchbay.on-its-way')

/**
 * Where the SDKs fetch tokens, not models: `POST /oauth/token` of OpenAI's workload identity exchange. The path of such a
 * request must never be answered by a model's gateway, which would see the identity.
 */
const IDENTITY_ENDPOINTS = new Set([
  'https://auth.openai.com/oauth/token',
  'https://mtls.auth.openai.com/oauth/token',
])

/** What a client is made of, as far as its requests are concerned. */
export interface Sender extends Pick<ClientFacts, 'kind' | 'customFetch' | 'statusError'> {
  readonly base: Pick<BaseURL, 'own' | 'toOwn'>
  /** The `fetch` that the client was built with. */
  readonly fetch: FetchLike
}

/** What routes may know of a client. Its base URL is read live: an application may set it at any time. */
export function createFacts({ kind, base, fetch, customFetch, statusError }: Sender): ClientFacts {
  return {
    kind,
    get baseURL() {
      return base.own()
    },
    fetch: async (input, init) =>
      toWebResponse(await Reflect.apply(fetch, undefined, [input, { ...init, [ON_ITS_WAY]: true }])),
    customFetch,
    statusError,
  }
}

/** The `fetch` of a registered client: takes the current route, or none at all once the registration has ended. */
export function createFetchSeam(state: RegistrationState, sender: Sender, facts: ClientFacts): FetchLike {
  const { base, fetch } = sender
  return async (input, init) => {
    const passOn = (url: string | URL | Request): Promise<Response> =>
      Reflect.apply(fetch, undefined, [url, init])
    if (init !== undefined && ON_ITS_WAY in init) return passOn(input)
    const route = currentRoute(state)
    if (typeof input === 'string' && (route === undefined || passesBy(input)))
      return passOn(base.toOwn(input))
    if (route === undefined) return passOn(input)
    const call = await toFetchCall(input, init)
    const url = base.toOwn(call.url)
    return passesBy(url) ? passOn(input) : carry(route, { ...call, url }, facts)
  }
}

/** `openai` probes `data:,` before an upload; tokens come from identity services; everything else is routed. */
function passesBy(url: string): boolean {
  if (!/^https?:/i.test(url)) return true
  const { origin, pathname } = new URL(url)
  return IDENTITY_ENDPOINTS.has(origin + pathname)
}
