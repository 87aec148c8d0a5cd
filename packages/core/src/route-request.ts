import { type Endpoint, splitEndpoint } from './endpoint.ts'
import { copyHeaders } from './headers.ts'
import { parseJSON } from './internal/parse-json.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Observation } from './hooks/observation.ts'

/** One request to a route. Made once per call; policies pass the same one to several routes. */
export interface RouteRequest {
  /** The HTTP method in capitals. */
  readonly method: string
  /** The URL as the client built it. */
  readonly url: URL
  /** The endpoint below the client's base URL, without Azure's deployment, e.g. `/chat/completions`. */
  readonly endpoint: string
  /** The deployment segment of an Azure path. */
  readonly deployment: string | undefined
  /** The caller's headers, a copy that this request owns. Hop-by-hop headers and `content-length` are gone. */
  readonly headers: Headers
  /** The body as the client gave it. */
  readonly body: RequestInit['body']
  /** The caller's abort signal. */
  readonly signal: AbortSignal | undefined
  /** Whatever else the client passed to its `fetch`: `agent`, `dispatcher`, `redirect`, ... */
  readonly init: Readonly<Record<string, unknown>>
  /** The client that sent it. */
  readonly client: ClientFacts
  /** What the hooks are told of it; `undefined` where there are none. See `Observation` for what a route may report. */
  readonly observation?: Observation | undefined
  /**
   * The JSON body, parsed once; `undefined` when the body is not JSON. Treat it as read-only.
   *
   * @param parse is used where it was not parsed before. Default: `JSON.parse`, which it must equal
   */
  json(parse?: (text: string) => unknown): unknown
}

/** The arguments of a `fetch` call, with a `Request` object taken apart. */
export interface FetchCall {
  /** The URL as text. */
  readonly url: string
  /** Method, headers, body and whatever else was given. */
  readonly init: RequestInit
}

/**
 * What `fetch` was called with, as URL and init. The body of a `Request` is read here when it is JSON. A `Request` may also
 * be the init: `fetch(url, request)` is how a worker passes on what it was asked.
 */
export async function toFetchCall(
  input: string | URL | Request,
  init: RequestInit | Request = {},
): Promise<FetchCall> {
  if (init instanceof Request) return toFetchCall(new Request(input, init))
  if (typeof input === 'string') return { url: input, init }
  if (input instanceof URL) return { url: input.href, init }
  const { url, method, headers, signal, redirect } = input
  // A request without a body may name a type all the same, and `fetch` takes no body for a GET, not even an empty one.
  const isText = input.body !== null && isJson(headers.get('content-type'))
  const body = isText ? await input.text() : input.body
  const given = Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined))
  return {
    url,
    init: {
      method,
      headers,
      signal,
      redirect,
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
      ...given,
    },
  }
}

/** The routable form of one `fetch` call. Nothing of `init` is changed; the headers are copied. */
export function createRouteRequest({ url: href, init }: FetchCall, client: ClientFacts): RouteRequest {
  const { method, headers: given, body, signal, ...rest } = init
  const url = new URL(href)
  const headers = copyHeaders(given)
  let parsed: { readonly value: unknown } | undefined
  return {
    method: (method ?? 'GET').toUpperCase(),
    url,
    ...withoutVersion(splitEndpoint(url, client.baseURL), client),
    headers,
    body: body ?? null,
    signal: signal ?? undefined,
    init: rest,
    client,
    json: (parse = parseJSON) =>
      (parsed ??= { value: parseJson(body, headers.get('content-type'), parse) }).value,
  }
}

/** Anthropic's SDK has the version in its paths rather than in its base URL. */
function withoutVersion(split: Endpoint, { kind }: ClientFacts): Endpoint {
  return kind === 'anthropic' ? { ...split, endpoint: split.endpoint.replace(/^\/v1(?=\/|$)/, '') } : split
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)
}

/** Only a complete body in memory is parsed: a stream can be read only once, by the code that sends it. */
function parseJson(body: unknown, contentType: string | null, parse: (text: string) => unknown): unknown {
  if (contentType !== null && !isJson(contentType)) return undefined
  const text =
    body instanceof Uint8Array || body instanceof ArrayBuffer ? new TextDecoder().decode(body) : body
  return typeof text === 'string' ? parse(text) : undefined
}
