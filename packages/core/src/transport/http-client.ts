import { concatenateBytes } from '../internal/concatenate-bytes.ts'

/** One request as the backend sends it. Headers are lower case; the body is complete. */
export interface HttpRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
  /**
   * Sends the request once more where a connection that was kept turns out to be closed. Only transports that see their
   * connections can. Default `false`.
   */
  readonly resendOnStaleSocket?: boolean | undefined
}

/** The beginning of an answer: it is there as soon as its status is, and its body is read on demand. */
export interface HttpAnswer {
  readonly status: number
  /** A header by its lower-case name. */
  header(name: string): string | undefined
  readonly body: HttpBody
}

/** A body that is pulled: nothing is read ahead beyond what the socket already brought. */
export interface HttpBody {
  /**
   * The next bytes, `undefined` at the end. Rejects with the signal's reason once it is aborted, and with a
   * `TypeError` when the connection breaks. Wait for one read before asking for the next.
   */
  read(): Promise<Uint8Array | undefined>
  /** All that is left, where that can be had at once more cheaply than by one read after the other. */
  rest?(): Promise<readonly Uint8Array[]>
  /** Gives the rest up and closes its connection. Does nothing after the end. */
  cancel(): void
  /** Ends the body with an error, where the sender can. The connection is the caller's to close. */
  fail?(error: unknown): void
}

/**
 * Sends one request. Rejects with the signal's reason when it was aborted, and with
 * `TypeError('fetch failed', { cause })`, as `fetch` itself does, when no answer came: the OpenAI clients make their
 * connection error of that.
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>

/**
 * The whole body. Rejects when it is longer than `limit` bytes.
 *
 * @param onPart is told the length of each part that came; what it throws ends the reading
 */
export async function readAll(
  body: HttpBody,
  limit = Number.POSITIVE_INFINITY,
  onPart: (bytes: number) => void = () => {},
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for (let part = await body.read(); part !== undefined; part = await body.read()) {
    length += part.length
    try {
      if (length > limit) throw new RangeError(`The body is longer than ${limit} bytes.`)
      onPart(part.length)
    } catch (error) {
      body.cancel()
      throw error
    }
    parts.push(part)
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : concatenateBytes(parts)
}

const decoder = new TextDecoder()

/** A body as text, for what may expect no bytes: a `fetch` or a transport of the caller's. */
export function bodyText<Body extends string | undefined>(body: Body | Uint8Array): Body | string {
  return body instanceof Uint8Array ? decoder.decode(body) : body
}

/** The whole body as text. */
export function readText(body: HttpBody): Promise<string> {
  return body.rest === undefined
    ? readAll(body).then((bytes) => decoder.decode(bytes))
    : body.rest().then((parts) => decoder.decode(parts.length === 1 ? parts[0] : concatenateBytes(parts)))
}

/** The error of a connection that failed, in the shape that `fetch` gives it. */
export function connectionError(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause })
}
