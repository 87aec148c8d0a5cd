import { processState } from './process-state.ts'

/** Errors by name, from fetch, undici, node-fetch and AbortSignal.timeout. */
const NAMES = new Set(['AbortError', 'TimeoutError', 'FetchError', 'ConnectTimeoutError', 'SocketError'])

/**
 * Error codes of the transports: system errors (`ECONNREFUSED`), name resolution (`EAI_AGAIN`), TLS and certificates,
 * HTTP parsing (`HPE_...`), undici (`UND_ERR_SOCKET`), and Bun's own (`ConnectionRefused`). Codes that tell of a wrong
 * argument (`ERR_INVALID_ARG_TYPE`, `UND_ERR_INVALID_ARG`) are not among them.
 */
const CODES = [
  /^E[A-Z\d]+$/,
  /^EAI_[A-Z]+$/,
  /^HPE_[A-Z_]+$/,
  /^UND_ERR_(?!INVALID|NOT_SUPPORTED|REQ_RETRY)[A-Z_]+$/,
  /^ERR_(?:SSL|TLS|SOCKET|HTTP2|STREAM_PREMATURE)[A-Z\d_]*$/,
  /^(?:CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_[A-Z_]+$/,
  /^(?:Connection|FailedToOpenSocket)[A-Za-z]*$/,
]

/** What the runtimes' `fetch` rejects with when no answer came, or half of one: Node, Chromium, WebKit, Firefox, Deno. */
const FETCH_MESSAGES =
  /^(?:fetch failed|failed to fetch|load failed|network ?error|error sending request|error reading a body)/i

/** The same in Cloudflare's workerd, whose errors are plain ones: of the connection; of name resolution and TLS. */
const WORKERD_MESSAGES = /^(?:Network connection lost\.$|internal error; reference = )/

/** What the `fetch` of a client has thrown: by any copy of the package. */
function thrownByFetch(): WeakSet<object> {
  return processState('fetch-failures.v1', () => new WeakSet<object>())
}

/**
 * Remembers that the `fetch` of a client has thrown `error`, or the body of its answer has: whatever it is (a proxy's refusal, a
 * token source that failed, a circuit breaker), the SDK is to see it, as it would without a route, and to send the request again.
 *
 * @returns what to throw: the error itself. A value that is no object cannot be remembered, and becomes the cause of one.
 */
export function asConnectionFailure(error: unknown): unknown {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null)
    return new TypeError('fetch failed', { cause: error })
  thrownByFetch().add(error)
  return error
}

/**
 * Whether an error says that no answer came: a connection refused, reset, timed out or not trusted, or anything that the client's
 * own `fetch` has thrown.
 */
export function isConnectionFailure(error: unknown): boolean {
  if (typeof error === 'object' && error !== null && thrownByFetch().has(error)) return true
  for (let link = error, depth = 0; link instanceof Error && depth < 5; link = link.cause, depth += 1) {
    if (NAMES.has(link.name)) return true
    if (link instanceof TypeError && FETCH_MESSAGES.test(link.message)) return true
    if (WORKERD_MESSAGES.test(link.message)) return true
    const code: unknown = 'code' in link ? link.code : undefined
    if (typeof code === 'string' && CODES.some((pattern) => pattern.test(code))) return true
  }
  return false
}
