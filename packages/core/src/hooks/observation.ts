import type { ClientKind } from '../client-facts.ts'
import type { Warning } from '../warning.ts'
import type { Hooks, HookOperation, HookOutcome, HookUsage } from './hook-event.ts'

/** What a route may tell of a request. What is `undefined` changes nothing. */
export interface ObservedFacts {
  /** Where the request goes. Secrets are taken out of it later. */
  readonly url?: URL | string | undefined
  readonly api?: string | undefined
  readonly host?: string | undefined
  readonly status?: number | undefined
  readonly responseModel?: string | undefined
  readonly usage?: Partial<HookUsage> | undefined
  readonly finishReasons?: readonly string[] | undefined
}

/**
 * What the hooks are told of one request, or of one attempt at it. A request without hooks has none: everything is
 * `request.observation?.report(...)`, and then nothing is paid.
 *
 * How a route takes part:
 * - **A gateway route, a route of the application's own**: by nothing. What calls `serve` begins the attempt and looks at the
 *   `Response`: its status, its JSON, the events and the end of its stream.
 * - **A route that knows more than its `Response` tells** (`bedrock()`): `report()` says where the request went; then either
 *   `takeOver('answer')` and `answer(json)`, for an answer that is whole, or `takeOver('stream')`, `event(...)` for each event and
 *   `end(...)` once, for a stream. Then nobody reads the body again for the hooks.
 * - **What sends without `serve`** (AWS commands): `begin()` of `Route.observing`; `attempt(route)` before each route, in
 *   the `send` that is given to `decide`; on what that returns `answer`, `event`, `end` as above; and `handOver()` on the first
 *   observation when the caller gets the output, or `end('error', error)` where there is none.
 *
 * The end of an attempt is the end of the request once the answer was handed over: until then a policy may try another route.
 * Everything may be called at any time and any number of times: what comes after the end, or from an attempt that was
 * given up, counts for nothing.
 */
export interface Observation {
  /** Headers that hooks want to be sent along with an attempt, such as `traceparent`. Names in lower case. */
  readonly headers: Readonly<Record<string, string>> | undefined
  /** The name of the route that was tried last; `undefined` before the first. */
  readonly target: string | undefined
  /** What has been taken over by `takeOver`. */
  readonly takenOver: 'answer' | 'stream' | undefined
  /** Begins an attempt: `onAttempt`. Returns its own observation, for the request that the route is given. */
  attempt(route: { readonly name: string }): Observation
  /** Adds facts, or replaces them. */
  report(facts: ObservedFacts): void
  /** Says that the route reports by itself: nobody else reads the answer's body, or the events and the end of its stream. */
  takeOver(what: 'answer' | 'stream'): void
  /** The parsed body of a whole answer of any API, Converse among them: its model, usage, finish reasons, and what failed. */
  answer(body: unknown): void
  /**
   * One event of a stream, of any API: parsed, or the JSON text of it, which is parsed only where it may tell something. The first
   * content is `onFirstToken`.
   */
  event(event: unknown): void
  /** Whether bodies are wanted: `configure({ captureContent: true })`. */
  readonly capturesContent: boolean
  /**
   * What the caller is given, where that is not what `answer` or `event` was told: a whole body, or the next event of a stream. It
   * is kept where content is captured.
   */
  content(body: unknown, kind?: 'whole' | 'event'): void
  /**
   * A stream that is pulled, as one that tells how it ends: `ok` at its end, `error` where it fails, `aborted` where its reader
   * leaves, or never comes. Takes the stream over.
   */
  pulled<Item>(stream: PulledStream<Item>, signal: AbortSignal | undefined): PulledStream<Item>
  /** A warning that belongs to the request. */
  warn(warning: Warning): void
  /** The first content of a stream is there, where `event` is not told of it: `onFirstToken`. */
  firstToken(): void
  /** The caller has the answer, or the beginning of its stream. */
  handOver(): void
  /**
   * The end. Of several the first counts.
   *
   * @param error what was thrown, an error envelope, or what is in one
   * @param status that of the answer, where it is not the one that was reported
   */
  end(outcome: HookOutcome, error?: unknown, status?: number): void
}

/** What is pulled item by item, until one is `undefined`. */
export interface PulledStream<Item> {
  /** The next item; `undefined` at the end. */
  next(): Promise<Item | undefined>
  /** The next item where it is there already; `undefined` where `next` has to be asked. */
  ready?(): Item | undefined
  /** Nothing more is read. */
  cancel(): void
}

/** What a request is, for the one who begins to observe it. */
export interface ObservedRequest {
  readonly client: ClientKind
  readonly operation: HookOperation
  readonly stream: boolean
  readonly url: URL | string
  readonly model: string | undefined
  /** The parsed body. Read only where content is captured. */
  readonly body?: (() => unknown) | undefined
  /** Headers of the request: the secrets in them are taken out of what is told. */
  readonly headers?: Iterable<readonly [string, string]> | undefined
  /** The caller's signal: an abort ends the observation. */
  readonly signal?: AbortSignal | undefined
}

/**
 * What a registration with hooks knows of them: `Route.observing`.
 *
 * @typeParam Route `Route` of `route.ts`, which refers to this
 */
export interface Observing<Route> {
  /** The route itself, whose `serve` tells no hooks. */
  readonly route: Route
  /** Those of `configure` and those of the registration. */
  readonly hooks: readonly Hooks[]
  /** Whether events have the bodies. */
  readonly captureContent: boolean
  /** Whether answers name the route that has answered, in `x-patchbay-route`. */
  readonly reportRoute: boolean
  /** Begins to observe a request: `onStart`. */
  begin(request: ObservedRequest): Promise<Observation>
}
