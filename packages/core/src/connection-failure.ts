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

/** Whether an error says that no answer came: a connection refused, reset, timed out or not trusted. */
export function isConnectionFailure(error: unknown): boolean {
  for (let link = error, depth = 0; link instanceof Error && depth < 5; link = link.cause, depth += 1) {
    if (NAMES.has(link.name)) return true
    if (link instanceof TypeError && FETCH_MESSAGES.test(link.message)) return true
    if (WORKERD_MESSAGES.test(link.message)) return true
    const code: unknown = 'code' in link ? link.code : undefined
    if (typeof code === 'string' && CODES.some((pattern) => pattern.test(code))) return true
  }
  return false
}
