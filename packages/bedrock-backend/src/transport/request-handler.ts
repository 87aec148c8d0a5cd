import { type HttpAnswer, type HttpBody, type HttpClient, type HttpRequest } from '@patchbay/core'
import { bodyText, connectionError } from '@patchbay/core/transport'

/** The transport of an AWS client (`requestHandler`), by its shape: proxies, certificates and sockets of the caller. */
export interface RequestHandlerLike {
  handle(request: object, options: { abortSignal?: AbortSignal }): Promise<{ response: HandlerResponse }>
  readonly metadata?: { readonly handlerProtocol?: string }
}

interface HandlerResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  /** A Node stream, a web stream, or all of it at once. */
  readonly body?: unknown
}

/**
 * Whether a handler is worth borrowing. The SDK's default uses HTTP/2 and opens a connection for every call, and
 * has nothing of the caller's in it.
 */
export function isBorrowable(handler: unknown): handler is RequestHandlerLike {
  if (typeof handler !== 'object' || handler === null || !('handle' in handler)) return false
  const { metadata } = handler as RequestHandlerLike
  return typeof handler.handle === 'function' && metadata?.handlerProtocol !== 'h2'
}

/** An `HttpClient` over an AWS client's own transport. */
export function requestHandlerClient(handler: RequestHandlerLike): HttpClient {
  return async (request) => {
    const { signal } = request
    signal?.throwIfAborted()
    try {
      const options = signal === undefined ? {} : { abortSignal: signal }
      const { response } = await handler.handle(toHandlerRequest(request), options)
      return answerOf(response, signal)
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      throw connectionError(error)
    }
  }
}

function toHandlerRequest({ url, method, headers, body: given }: HttpRequest): object {
  const body = bodyText(given)
  const length = body === undefined ? undefined : new TextEncoder().encode(body).length
  return {
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    method,
    headers: {
      host: url.host,
      ...headers,
      ...(length === undefined ? {} : { 'content-length': String(length) }),
    },
    body,
  }
}

function answerOf(
  { statusCode, headers, body }: HandlerResponse,
  signal: AbortSignal | undefined,
): HttpAnswer {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { status: statusCode, header: (name) => byName.get(name), body: bodyOf(body, signal) }
}

function bodyOf(body: unknown, signal: AbortSignal | undefined): HttpBody {
  const source = iterableOf(body)[Symbol.asyncIterator]()
  let finished = false
  const cancel = () => {
    if (finished) return
    finished = true
    close(body, source)
  }
  signal?.addEventListener('abort', cancel, { once: true })
  return {
    cancel,
    read: async () => {
      signal?.throwIfAborted()
      if (finished) return undefined
      try {
        const { value, done } = await source.next()
        signal?.throwIfAborted()
        if (done !== true) return value
      } catch (error) {
        throw signal?.aborted ? signal.reason : error
      }
      finished = true
      signal?.removeEventListener('abort', cancel)
      return undefined
    },
  }
}

async function* iterableOf(body: unknown): AsyncGenerator<Uint8Array, undefined> {
  if (typeof body === 'string') yield new TextEncoder().encode(body)
  else if (body instanceof Uint8Array) yield body
  else if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
    yield* body as AsyncIterable<Uint8Array>
  }
  return undefined
}

/** A generator that waits for its source cannot be returned: the source itself is closed first. */
function close(body: unknown, source: AsyncIterator<Uint8Array>): void {
  if (typeof body === 'object' && body !== null && 'destroy' in body && typeof body.destroy === 'function') {
    body.destroy()
  }
  source.return?.().catch(() => {})
}
