import type { FetchLike } from '../client-facts.ts'
import { asConnectionFailure } from '../connection-failure.ts'

import { bodyText, type HttpAnswer, type HttpBody, type HttpClient } from './http-client.ts'

/**
 * An `HttpClient` over `fetch`: works in every runtime, and through every `fetch` that the caller replaced.
 *
 * @param connection further options of every call, for proxies and certificates: `dispatcher`, `agent`, ...
 */
export function fetchClient(
  fetch: FetchLike,
  connection: Readonly<Record<string, unknown>> = {},
): HttpClient {
  return async (request) => {
    const { signal } = request
    // It follows from the URL, and some runtimes refuse to be told.
    const { host: _host, ...headers } = request.headers
    let response: Response
    try {
      response = await fetch(request.url.href, {
        ...connection,
        method: request.method,
        headers,
        redirect: 'manual',
        ...(request.body === undefined ? {} : { body: bodyText(request.body) }),
        ...(signal === undefined ? {} : { signal }),
      })
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      throw asConnectionFailure(error)
    }
    return answerOf(response, signal)
  }
}

function answerOf(response: Response, signal: AbortSignal | undefined): HttpAnswer {
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body: bodyOf(response, signal),
  }
}

function bodyOf(response: Response, signal: AbortSignal | undefined): HttpBody {
  // Some doubles answer with less than a Response: no body, or one that was never a stream.
  const reader = response.body?.getReader()
  let finished = reader === undefined
  const cancel = (reason?: unknown) => {
    if (finished) return
    finished = true
    reader?.cancel(reason).catch(() => {})
  }
  // A replaced `fetch` may not know the signal.
  const abort = () => cancel(signal?.reason)
  if (!finished) signal?.addEventListener('abort', abort, { once: true })
  return {
    read: async () => {
      signal?.throwIfAborted()
      if (reader === undefined || finished) return undefined
      const { value, done } = await reader.read().catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : asConnectionFailure(error)
      })
      signal?.throwIfAborted()
      if (!done) return value
      finished = true
      signal?.removeEventListener('abort', abort)
      return undefined
    },
    cancel: () => {
      signal?.removeEventListener('abort', abort)
      cancel()
    },
  }
}
