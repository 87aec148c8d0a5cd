import { parseJson, type RecordedRequest } from '../exchange/recorded-request.ts'

/** A request that a handler was given, and what ends it. */
export interface ReceivedRequest {
  readonly request: RecordedRequest
  /** Says that the exchange is over; what is said first counts. */
  readonly finish: (how: { readonly aborted: boolean }) => void
}

/**
 * Reads a request of the Fetch API as one that has arrived at a server. It has no socket: `connection` is 0, the spelling of
 * its headers is lost, and `host`, which HTTP/1.1 demands and a signature covers, is the URL's unless the caller has set it.
 */
export async function receive(request: Request): Promise<ReceivedRequest> {
  const url = new URL(request.url)
  const body = new Uint8Array(await request.arrayBuffer())
  const headers: Record<string, string> = { host: url.host, ...Object.fromEntries(request.headers) }
  const state = { aborted: false }
  let finish: ReceivedRequest['finish'] = () => undefined
  const closed = new Promise<{ readonly aborted: boolean }>((resolve) => {
    finish = ({ aborted }) => {
      state.aborted ||= aborted
      resolve({ aborted })
    }
  })
  if (request.signal.aborted) finish({ aborted: true })
  request.signal.addEventListener('abort', () => finish({ aborted: true }), { once: true })
  const received: RecordedRequest = {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    body,
    json: parseJson(body),
    connection: 0,
    get aborted() {
      return state.aborted
    },
    closed,
  }
  return { request: received, finish }
}
