import { dispatch } from './dispatch.ts'
import { ConfigurationError } from './errors/configuration-error.ts'
import { PatchbayRequestError } from './errors/patchbay-request-error.ts'
import { isEventStream } from './gateways/answer.ts'
import { observed } from './hooks/observed-route.ts'
import type { GatewayRoute } from './gateways/gateway-types.ts'
import { isRecord } from './internal/is-record.ts'
import { secretsInHeaders } from './redaction/collect-secrets.ts'
import { createRedactor, type Redactor } from './redaction/redactor.ts'
import { validateHeaders } from './headers.ts'
import { parseJSON } from './internal/parse-json.ts'
import { isRoute, noLocalRoutes, resolveRoute } from './resolve-route.ts'
import type { ClientFacts, FetchLike } from './client-facts.ts'
import type { Route } from './route.ts'
import { readEvents } from './sse/read-events.ts'

/** Options of `query`. */
export interface QueryOptions {
  /** Aborts the request, and the stream while it is read. */
  signal?: AbortSignal | undefined
  /** Further headers. The gateway's own key cannot be replaced. */
  headers?: Record<string, string> | undefined
  /** The provider's key, sent as `Authorization: Bearer` where the gateway forwards it. Never from the environment. */
  apiKey?: string | undefined
  /** Sends the request. Default: the global `fetch`. */
  fetch?: FetchLike | undefined
}

/** The chunks of a streamed answer. `for await` takes it as it is; awaiting it first shows a failure before the loop. */
export type QueryStream<Chunk = unknown> = Promise<AsyncIterable<Chunk>> & AsyncIterable<Chunk>

/**
 * Queries a route without a client.
 *
 * On a Javelin gateway that is one `POST {base}/v1/query/{route}`; `route` is the route's name, or a `javelin()` with
 * one. Any other route, and a name that `configure({ routes })` or another configured gateway gives to one, gets an
 * OpenAI-shaped request: `/embeddings` for a body with `input`, `/completions` for one with `prompt`, else
 * `/chat/completions`.
 *
 * @returns the parsed answer, or with `stream: true` in the body its parsed chunks; leaving the loop cancels the rest.
 * @throws PatchbayRequestError for a failure, before an answer, within it or by abort (`code: 'aborted'`).
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError (as rejections) where the route is at fault.
 */
export function query<Chunk = unknown>(
  route: Route | string,
  body: Readonly<Record<string, unknown>> & { readonly stream: true },
  options?: QueryOptions,
): QueryStream<Chunk>
export function query<Answer = unknown>(
  route: Route | string,
  body: Readonly<Record<string, unknown>> & { readonly stream?: false | null },
  options?: QueryOptions,
): Promise<Answer>
export function query(
  route: Route | string,
  body: Readonly<Record<string, unknown>>,
  options?: QueryOptions,
): Promise<unknown>
export function query(
  route: Route | string,
  body: Readonly<Record<string, unknown>>,
  options: QueryOptions = {},
): Promise<unknown> {
  if (body['stream'] !== true) return ask(route, body, options).then(({ value }) => value)
  return createStream(ask(route, body, options).then(({ value, chunks }) => chunks ?? only(value)))
}

interface Answer {
  readonly value?: unknown
  readonly chunks?: AsyncIterable<unknown>
}

async function ask(
  route: Route | string,
  body: Readonly<Record<string, unknown>>,
  options: QueryOptions,
): Promise<Answer> {
  const target = resolveTarget(route)
  const endpoint = target.kind === 'direct' ? '' : endpointFor(body)
  const headers = createHeaders(options)
  const response = await send(target.route, endpoint, body, headers, options)
  const redactor = createRedactor(secretsInHeaders(headers))
  if (!response.ok) throw await readFailure(response, target.route, redactor)
  if (body['stream'] === true && isEventStream(response) && response.body !== null)
    return { chunks: chunksOf(response.body, target.route.name, options, redactor) }
  const text = await reading(response.text(), target.route.name, options)
  if (text.trim() === '') throw noAnswer(target.route.name, response.status, 'nothing')
  const value = parseJSON(text)
  if (value === undefined && isCut(text))
    throw noAnswer(target.route.name, response.status, 'JSON that is cut')
  return { value: value ?? text }
}

/** Where a query goes: to a gateway's own endpoint for queries, or to the route as a client's request would. */
function resolveTarget(route: Route | string): { kind: 'direct' | 'shaped'; route: Route } {
  const resolved =
    typeof route === 'string' ? resolveRoute(route, 'fetch', noLocalRoutes('query()')) : requireRoute(route)
  const direct = (resolved as Partial<GatewayRoute>).forQuery?.()
  return direct === undefined ? { kind: 'shaped', route: resolved } : { kind: 'direct', route: direct }
}

function requireRoute(route: unknown): Route {
  if (isRoute(route)) return route
  throw new ConfigurationError(
    'The first argument of query() must be a route, such as javelin(), or its name.',
  )
}

/** The endpoint that a body without any is for, by its fields. */
export function endpointFor(body: Readonly<Record<string, unknown>>): string {
  if ('messages' in body) return '/chat/completions'
  if ('input' in body) return '/embeddings'
  return 'prompt' in body ? '/completions' : '/chat/completions'
}

function createHeaders(options: QueryOptions): Headers {
  validateHeaders({ ...options.headers, authorization: options.apiKey }, 'query()')
  const headers = new Headers({ 'content-type': 'application/json' })
  if (options.apiKey !== undefined) headers.set('authorization', `Bearer ${options.apiKey}`)
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value)
  return headers
}

async function send(
  route: Route,
  endpoint: string,
  body: Readonly<Record<string, unknown>>,
  headers: Headers,
  options: QueryOptions,
): Promise<Response> {
  // Without a client no provider can be named: the route knows it.
  const client: ClientFacts = {
    kind: 'fetch',
    baseURL: '',
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    ownFetch: options.fetch ?? globalThis.fetch,
    customFetch: options.fetch !== undefined,
  }
  const init: RequestInit = { method: 'POST', headers, body: JSON.stringify(body) }
  if (options.signal !== undefined) init.signal = options.signal
  const url = `https://query.invalid${endpoint}`
  return reading(dispatch(observed(route, undefined), { url, init }, client), route.name, options)
}

/** Waits for work that only the connection or the signal can make fail. */
async function reading<Value>(work: Promise<Value>, name: string, options: QueryOptions): Promise<Value> {
  try {
    return await work
  } catch (error) {
    throw connectionFailure(error, name, options)
  }
}

function connectionFailure(error: unknown, name: string, options: QueryOptions): PatchbayRequestError {
  const isAborted = options.signal?.aborted === true
  const message = isAborted
    ? `The query of "${name}" was aborted.`
    : `The query of "${name}" got no complete answer: the connection failed.`
  return new PatchbayRequestError(message, {
    code: isAborted ? 'aborted' : 'connection_failed',
    cause: error,
  })
}

async function readFailure(
  response: Response,
  route: Route,
  redactor: Redactor,
): Promise<PatchbayRequestError> {
  const text = redactor.json(await response.text().catch(() => ''))
  const body = parseJSON(text) ?? text
  return failure(body, route.name, response.status)
}

function failure(body: unknown, name: string, status: number | undefined): PatchbayRequestError {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {}
  const reason =
    typeof error['message'] === 'string' ? error['message'] : `"${name}" answered with a failure.`
  const code = typeof error['code'] === 'string' ? error['code'] : undefined
  const prefix = status === undefined ? '' : `${status} `
  return new PatchbayRequestError(`${prefix}${reason}`, { status, code, body })
}

/** Whether a text begins as JSON and is none, nor a list of JSON lines. */
function isCut(text: string): boolean {
  return /^\s*[[{]/.test(text) && parseJSON(text.trimStart().split('\n', 1)[0] ?? '') === undefined
}

function noAnswer(name: string, status: number, what: string): PatchbayRequestError {
  return new PatchbayRequestError(
    `The gateway "${name}" answered with status ${status} and ${what} in place of an answer.`,
    {
      status: 502,
      code: 'gateway_no_answer',
    },
  )
}

async function* chunksOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  name: string,
  options: QueryOptions,
  redactor: Redactor,
): AsyncGenerator<unknown, void> {
  const events = readEvents(body)[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { done, value } = await reading(events.next(), name, options)
      if (done === true || value === '[DONE]') return
      const chunk = parseJSON(value)
      if (isRecord(chunk) && chunk['error'] !== undefined && chunk['error'] !== null)
        throw failure(redactor.value(chunk), name, undefined)
      yield chunk ?? value
    }
  } finally {
    await events.return?.()
  }
}

async function* only(value: unknown): AsyncGenerator<unknown, void> {
  yield value
}

/** Makes the promise of an iterable iterable itself. */
function createStream(promise: Promise<AsyncIterable<unknown>>): QueryStream {
  return Object.assign(promise, {
    async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void> {
      yield* await promise
    },
  })
}
