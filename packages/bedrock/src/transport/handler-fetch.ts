import { sendOverHttp1 } from '#transport/http1'
import { type FetchLike, toWebStream } from '@patchbay/core'

import type { RequestHandler } from '../detect.ts'
import { toQuery } from '../request.ts'
import type { HttpRequest, HttpResponse } from '../smithy.ts'
import type { CallOptions } from './call-options.ts'
import { withoutRedirects } from './without-redirects.ts'

/** What sends a request for a `fetch`. */
interface HandlerSettings {
  /** The client's own request handler. */
  readonly handler: RequestHandler
  /** What the caller said about the call. */
  readonly options: CallOptions
  /** The handler is the SDK's for HTTP/2, which most backends do not understand: HTTP/1.1 with its settings takes its place. */
  readonly ownTransport: boolean
}

/**
 * A `fetch` over an AWS client's request handler, so that the application's proxy, certificates, agents and time limits stay in
 * force on routes that use HTTP. Rejects as `fetch` does; the handler's own error is the `cause`. Redirects are not followed.
 */
export function createHandlerFetch({ handler, options, ownTransport }: HandlerSettings): FetchLike {
  return async (input, init = {}) => {
    const signal = init.signal ?? undefined
    signal?.throwIfAborted()
    const request = toHandlerRequest(new URL(input instanceof Request ? input.url : input), init)
    const { abortSignal: _callers, ...rest } = options
    const sent = signal === undefined ? rest : { ...rest, abortSignal: signal }
    try {
      const answer = await (ownTransport
        ? sendOverHttp1(handler, request, sent)
        : withoutRedirects(handler).handle(request, sent))
      return toResponse((answer as { readonly response: HttpResponse }).response)
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason
      throw new TypeError('fetch failed', { cause: error })
    }
  }
}

function toHandlerRequest(url: URL, { method = 'GET', headers, body }: RequestInit): HttpRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const length = bytes instanceof Uint8Array ? { 'content-length': String(bytes.length) } : {}
  return {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    path: url.pathname,
    query: toQuery(url),
    headers: { host: url.host, ...Object.fromEntries(new Headers(headers)), ...length },
    body: bytes ?? undefined,
  }
}

function toResponse({ statusCode, headers, body }: HttpResponse): Response {
  const given = new Headers()
  for (const [name, value] of Object.entries(headers)) given.set(name, String(value))
  const empty = statusCode === 204 || statusCode === 205 || statusCode === 304
  return new Response(empty ? null : toBody(body), { status: statusCode, headers: given })
}

/** Request handlers bring a Node stream, a web stream, a Blob, or all of a body at once. */
function toBody(body: unknown): ConstructorParameters<typeof Response>[0] {
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
    return toWebStream(body as AsyncIterable<Uint8Array>)
  }
  return (body ?? null) as string | Blob | Uint8Array<ArrayBuffer> | null
}
