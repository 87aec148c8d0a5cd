import { loadDirectFetch } from '#transport/direct-fetch'

import { asConnectionFailure } from '../connection-failure.ts'
import { loadOnce } from '../internal/load-once.ts'
import type { RouteRequest } from '../route-request.ts'
import { textResponse } from '../text-response.ts'
import { isBuiltInFetch } from '../transport/built-in-fetch.ts'
import type { DirectAnswer } from '../transport/direct-request.ts'
import { keepText } from './answer.ts'
import { isReadWhole } from './no-answer.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

const directFetch = loadOnce(loadDirectFetch)

/** What SDKs give their `fetch` beside method, headers, body and signal that changes nothing: redirects are followed by the caller. */
const HARMLESS: ReadonlySet<string> = new Set(['redirect', 'duplex'])

/** Most requests of a client go to one URL, which is taken apart once. */
let lastURL: { readonly href: string; readonly url: URL } | undefined

/**
 * Sends one request without `fetch`, and gives the same answer or error: while the client's `fetch` and the global one are Node's
 * own, and nothing that the client gave its `fetch` says how to connect.
 *
 * @returns `undefined`, before anything was sent, where `fetch` has to send it
 */
export async function sendDirectly(
  request: RouteRequest,
  { headers, body, transport }: OutgoingRequest,
  href: string,
): Promise<Response | undefined> {
  const { client, init, method, signal } = request
  if (client.customFetch || transport === 'fetch') return undefined
  const bytes = body ?? undefined
  if (!(bytes === undefined || typeof bytes === 'string' || bytes instanceof Uint8Array)) return undefined
  if (!isBuiltInFetch(client.ownFetch) || !isBuiltInFetch(globalThis.fetch)) return undefined
  for (const name in init)
    if (!HARMLESS.has(name) && (init[name] ?? undefined) !== undefined) return undefined
  const send = await directFetch()
  if (lastURL?.href !== href) lastURL = { href, url: new URL(href) }
  const sent = send?.({ method, url: lastURL.url, headers, body: bytes, signal }, (status, answered) =>
    isReadWhole(status, answered, request),
  )
  return sent === undefined ? undefined : toResponse(sent, href)
}

async function toResponse(sent: Promise<DirectAnswer>, url: string): Promise<Response> {
  try {
    return answerOf(await sent, url)
  } catch (error) {
    throw asConnectionFailure(error)
  }
}

function answerOf({ body, headers, status, statusText }: DirectAnswer, url: string): Response {
  const init = { statusText, headers }
  // `Response` refuses statuses beyond 599, which `fetch` hands on.
  const response = status > 599 ? new Response(body, init) : ordinaryAnswer(body, { status, ...init })
  if (status > 599) Object.defineProperties(response, { status: { value: status }, ok: { value: false } })
  if (typeof body === 'string') keepText(response, body)
  return Object.defineProperty(response, 'url', { value: url, configurable: true })
}

function ordinaryAnswer(
  body: DirectAnswer['body'],
  init: { readonly status: number; readonly statusText: string; readonly headers: Headers },
): Response {
  return typeof body === 'string' ? textResponse(body, init, true) : new Response(body, init)
}
