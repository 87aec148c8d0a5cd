/** A request whose body is in memory. */
export interface DirectRequest {
  readonly method: string
  readonly url: URL
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string | Uint8Array | undefined
  readonly signal: AbortSignal | undefined
}

/** An answer as far as its headers, with its body: a text where it was read as a whole. */
export interface DirectAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  /** Status and type are known; `null` where there is none. */
  readonly body: string | ReadableStream<Uint8Array<ArrayBuffer>> | null
}

/**
 * Sends one request as `fetch` with `redirect: 'manual'` does, with the same errors; `undefined`, before anything was sent, where
 * `fetch` has to do it.
 *
 * @param isWhole whether the answer with this status and these headers is to be read as a text
 */
export type DirectFetch = (
  request: DirectRequest,
  isWhole: (status: number, headers: Headers) => boolean,
) => Promise<DirectAnswer> | undefined
