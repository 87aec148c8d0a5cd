import { asConnectionFailure } from '../connection-failure.ts'
import { errorResponse } from '../errors/error-response.ts'
import type { FetchLike } from '../client-facts.ts'
import type { RouteRequest } from '../route-request.ts'
import { toHeaders } from './header-fields.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { sendDirectly } from './send-directly.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MOST_REDIRECTS = 5

/**
 * Sends by the client's own `fetch`, so that the caller's proxies and TLS settings stay in force; in a cheaper way that does the
 * same while that `fetch` is Node's own.
 *
 * Redirects are followed on the gateway's own origin, and only where method and body stay as they are (307, 308):
 * any other one would send the keys to another server, or lose the body.
 */
export async function sendToGateway(request: RouteRequest, outgoing: OutgoingRequest): Promise<Response> {
  // Workers and browsers refuse a `fetch` that is called as a method of another object.
  const { fetch } = request.client
  let url = outgoing.url
  for (let hops = 0; ; hops += 1) {
    request.observation?.report({ url })
    const response =
      (await sendDirectly(request, outgoing, url)) ??
      (await callFetch(fetch, url, initOf(request, outgoing, url)))
    // Browsers and some workers hide what a redirect says.
    if (response.type === 'opaqueredirect') return redirectRefused(outgoing, response, null)
    const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
    if (location === null) return response
    const target = URL.parse(location, url)
    const safe =
      target !== null && target.origin === new URL(url).origin && [307, 308].includes(response.status)
    // Not awaited: where an interceptor (msw) keeps a copy of the body, that ends only when the copy does, too. node-fetch, which
    // openai 4 brings, has Node's streams: they have no cancel().
    response.body?.cancel?.().catch(() => undefined)
    if (!safe || hops >= MOST_REDIRECTS || !isReplayable(outgoing.body))
      return redirectRefused(outgoing, response, target)
    url = target.href
  }
}

/** What the caller's own `fetch` throws is theirs: the SDK sees the very error. */
async function callFetch(fetch: FetchLike, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    throw asConnectionFailure(error)
  }
}

function initOf(request: RouteRequest, outgoing: OutgoingRequest, url: string): RequestInit {
  const init: Record<string, unknown> = {
    ...request.init,
    method: request.method,
    headers: toHeaders(outgoing.headers),
    redirect: 'manual',
  }
  if (request.signal !== undefined) init['signal'] = request.signal
  if (outgoing.body !== undefined && outgoing.body !== null) init['body'] = outgoing.body
  if (outgoing.body instanceof ReadableStream) init['duplex'] = 'half'
  // openai 4 chooses a Node agent by the protocol of the URL it built; on another protocol Node refuses that agent.
  if (new URL(url).protocol !== request.url.protocol) delete init['agent']
  return init
}

function isReplayable(body: RequestInit['body']): boolean {
  return (
    body === undefined ||
    body === null ||
    typeof body === 'string' ||
    body instanceof Uint8Array ||
    body instanceof ArrayBuffer ||
    body instanceof Blob ||
    body instanceof URLSearchParams ||
    body instanceof FormData
  )
}

function redirectRefused(outgoing: OutgoingRequest, response: Response, target: URL | null): Response {
  const where = target === null ? 'an unreadable location' : target.origin
  return errorResponse(
    502,
    {
      message:
        `The gateway "${outgoing.gateway}" answered with a redirect (${response.status}) to ${where}, which is not followed: ` +
        'it would send the request and its keys to another server than the configured gateway. Set the base URL to the final address.',
      code: 'gateway_redirect',
    },
    { 'x-should-retry': 'false' },
  )
}
