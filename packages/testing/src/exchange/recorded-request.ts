/** One request as it arrived. */
export interface RecordedRequest {
  readonly method: string
  /** The path as sent, percent-encoding untouched, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Headers by lower-case name; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Names and values in turn, spelled and ordered as sent. */
  readonly rawHeaders: readonly string[]
  /** The raw body, empty when there was none. */
  readonly body: Uint8Array
  /** The body parsed as JSON; `undefined` when it is not JSON. */
  readonly json: unknown
  /** A number for each socket, from 1: equal numbers prove that a connection was reused. 0 where there is no socket. */
  readonly connection: number
  /** Whether the client disconnected before the answer was complete. */
  readonly aborted: boolean
  /** Resolves when the exchange is over: the answer was sent, or the client disconnected. Never rejects. */
  readonly closed: Promise<{ readonly aborted: boolean }>
}

/** The body parsed as JSON, `undefined` when it is not JSON. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}

/** What was received, in order, with a way to wait for future requests. */
export interface Recorder<Request extends RecordedRequest> {
  readonly requests: readonly Request[]
  readonly record: (request: Request) => void
  /** The first request, past or future, that `matches` (any, by default). */
  readonly waitFor: (matches?: (request: Request) => boolean) => Promise<Request>
  /** Forgets what was received so far. */
  readonly clear: () => void
}

/** Makes an empty recorder. */
export function createRecorder<Request extends RecordedRequest>(): Recorder<Request> {
  const requests: Request[] = []
  const waiting = new Set<(request: Request) => void>()
  return {
    requests,
    record(request) {
      requests.push(request)
      for (const notify of waiting) notify(request)
    },
    waitFor(matches = () => true) {
      const known = requests.find(matches)
      if (known) return Promise.resolve(known)
      return new Promise((resolve) => {
        const notify = (request: Request) => {
          if (!matches(request)) return
          waiting.delete(notify)
          resolve(request)
        }
        waiting.add(notify)
      })
    },
    clear() {
      requests.length = 0
    },
  }
}
