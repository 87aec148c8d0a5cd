import {
  asConnectionFailure,
  dispatch,
  type ClientFacts,
  currentRoute,
  type FetchLike,
  type RegistrationState,
  toFetchCall,
} from '@patchbay/core'
import type { BaseURL } from './base-url-interceptor.ts'
import { callOf } from './call-tracking.ts'
import type { ClientKey } from './key-interceptor.ts'
import { toOwnResponse, toWebResponse } from './web-response.ts'

/**
 * Marks a request that a route sends by the client's own `fetch`. A caller's `fetch` may be built around a registered
 * client's, and such a request must not be routed a second time.
 */
const SENT_BY_A_ROUTE = Symbol.for('patchbay.sent-by-a-route')

/**
 * Where the SDKs fetch tokens, not models: `POST /oauth/token` of OpenAI's workload identity exchange. The path of such a
 * request must never be answered by a model's gateway, which would see the identity.
 */
const IDENTITY_ENDPOINTS = new Set([
  'https://auth.openai.com/oauth/token',
  'https://mtls.auth.openai.com/oauth/token',
])

/** What a client is made of, as far as its requests are concerned. */
export interface Sender extends Pick<
  ClientFacts,
  'kind' | 'customFetch' | 'statusError' | 'needsRetryAfter'
> {
  readonly base: Pick<BaseURL, 'own' | 'toOwn'>
  readonly key?: Pick<ClientKey, 'toOwn'>
  /** The `fetch` that the client was built with. */
  readonly fetch: FetchLike
}

/** What routes may know of a client. Its base URL is read live: an application may set it at any time. */
export function createFacts(sender: Sender): ClientFacts {
  const { kind, base, fetch, customFetch, statusError, needsRetryAfter } = sender
  return {
    kind,
    get baseURL() {
      return base.own()
    },
    fetch: async (input, init) => {
      const fitting = { ...withFittingAgent(init, base.own(), urlOf(input)), [SENT_BY_A_ROUTE]: true }
      return toWebResponse(await callOwnFetch(fetch, input, fitting))
    },
    customFetch,
    ownFetch: fetch,
    statusError,
    needsRetryAfter,
  }
}

/** Whatever the caller's own `fetch` throws is for the SDK to see, whichever route has called it. */
async function callOwnFetch(
  fetch: FetchLike,
  input: string | URL | Request,
  init: RequestInit,
): Promise<Response> {
  try {
    return await Reflect.apply(fetch, undefined, [input, init])
  } catch (error) {
    throw asConnectionFailure(error)
  }
}

/**
 * The `fetch` of a registered client: takes the route that the request's call began with, else the current one, or none at all
 * once the registration has ended.
 */
export function createFetchInterceptor(
  state: RegistrationState,
  sender: Sender,
  facts: ClientFacts,
): FetchLike {
  const { base, fetch, key } = sender
  const passOn: FetchLike = (input, init) => Reflect.apply(fetch, undefined, [input, init])
  const interceptor: FetchLike = async (input, given) => {
    if (given !== undefined && SENT_BY_A_ROUTE in given) return passOn(input, given)
    const init = key?.toOwn(given) ?? given
    const callOfClient = callOf(given)
    const route = callOfClient?.routeFor(state) ?? currentRoute(state)
    const shown = urlOf(input)
    const url = base.toOwn(shown)
    if (route !== undefined && !passesBy(url)) {
      const end = callOfClient?.attempt()
      try {
        const isPlain = typeof input === 'string' && init !== undefined && !(init instanceof Request)
        const call = isPlain ? { url: input, init } : await toFetchCall(input, init)
        const answer = await dispatch(route, { url, init: withFittingAgent(call.init, shown, url) }, facts)
        return toOwnResponse(answer)
      } finally {
        end?.()
      }
    }
    if (url === shown) return passOn(input, init)
    return passOn(
      input instanceof Request ? new Request(url, input) : url,
      withFittingAgent(init, shown, url),
    )
  }
  // Before an upload the SDK looks for the `Response` that belongs to its `fetch`, and asks for `data:,` where there is none.
  return 'Response' in fetch ? Object.assign(interceptor, { Response: fetch.Response }) : interceptor
}

function urlOf(input: string | URL | Request): string {
  if (typeof input === 'string') return input
  return input instanceof URL ? input.href : input.url
}

/** openai 4 chooses a Node agent by the protocol of the base that it was shown, which may not be that of its own. */
function withFittingAgent<Init extends RequestInit | undefined>(
  init: Init,
  shown: string,
  url: string,
): Init {
  if (init === undefined || !('agent' in init) || url === shown) return init
  return new URL(url).protocol === new URL(shown).protocol ? init : { ...init, agent: undefined }
}

/** `openai` probes `data:,` before an upload; tokens come from identity services; everything else is routed. */
function passesBy(url: string): boolean {
  if (lastSeen?.url !== url) lastSeen = { url, passes: isNotRouted(url) }
  return lastSeen.passes
}

/** Most requests of a client go to one URL: it is taken apart once. */
let lastSeen: { readonly url: string; readonly passes: boolean } | undefined

function isNotRouted(url: string): boolean {
  if (!/^https?:/i.test(url)) return true
  const { origin, pathname } = new URL(url)
  return IDENTITY_ENDPOINTS.has(origin + pathname)
}
