import type { ClientKind } from '../client-facts.ts'
import type { Warning } from '../warning.ts'

/** What a request asks for, by its endpoint; of any other endpoint its path, e.g. `/files`. */
export type HookOperation =
  | 'chat'
  | 'responses'
  | 'messages'
  | 'completions'
  | 'embeddings'
  | 'images'
  | 'audio'
  | 'moderations'
  | 'models'
  | 'count_tokens'
  | 'converse'
  | 'invoke_model'
  | (string & {})

/** Tokens that a request took. `undefined` is what the service does not tell: nothing is estimated. */
export interface HookUsage {
  /** All input tokens, those read from and written to a cache among them, whichever API has counted them. */
  readonly inputTokens: number | undefined
  /** All output tokens, those of reasoning among them. */
  readonly outputTokens: number | undefined
  /** The part of `inputTokens` that was read from a cache. */
  readonly cacheReadTokens: number | undefined
  /** The part of `inputTokens` that was written to a cache. */
  readonly cacheWriteTokens: number | undefined
  /** The part of `outputTokens` that was reasoning. */
  readonly reasoningTokens: number | undefined
}

/** Why a request failed, without secrets. */
export interface HookError {
  /** The class of what was thrown, or the type of the error in the answer. */
  readonly name: string
  /** The HTTP status; `undefined` where no answer came. */
  readonly status: number | undefined
  /** The error's code, where it has one. */
  readonly code: string | undefined
  readonly message: string
}

/**
 * How a request ended. `ok`: answered, a stream to its last event. `error`: an error status, no answer, or a stream that failed.
 * `aborted`: the caller gave up, before the answer or within a stream, or never read its body.
 */
export type HookOutcome = 'ok' | 'error' | 'aborted'

/** What is known of a request at one moment. Plain data, deeply frozen, made for this call of a hook. */
export interface HookEvent {
  /** A UUID of this request. What an SDK sends again is a new request with another one. */
  readonly requestId: string
  /** Which SDK object it comes from. */
  readonly client: ClientKind
  readonly operation: HookOperation
  /** Whether the request asks for a stream. */
  readonly stream: boolean
  /** The name of the registered route, e.g. `fallback`. */
  readonly route: string
  /** The name of the route that is tried, or has answered, e.g. `bedrock`. Until the first is tried that of the registered route. */
  readonly target: string
  /** Which try this is, from 1. 0 before the first. */
  readonly attempt: number
  /** Where the request goes: until a route has said so, where the client would have sent it. Without user, password and keys. */
  readonly url: string
  /** The model that the caller named. */
  readonly requestModel: string | undefined
  /** The model that the answer names, else the one that `bedrock()` called. */
  readonly responseModel: string | undefined
  /** The API that `bedrock()` has chosen: `converse`, `invoke-model`, `chat-completions`, `responses`, `messages`. */
  readonly api: string | undefined
  /** The service that `bedrock()` has called: `bedrock-runtime`, `bedrock-mantle`, or `bedrock` for the control plane. */
  readonly host: string | undefined
  /** The HTTP status of the answer. In an `onAttempt` after the first: that of the try before. */
  readonly status: number | undefined
  /** In an `onAttempt` after the first: why the try before has failed. */
  readonly error: HookError | undefined
  /** Told by the answer; of a stream at its end. */
  readonly usage: HookUsage | undefined
  /** In the words of the API that has answered. One for each choice. */
  readonly finishReasons: readonly string[]
  /** What was reported so far. */
  readonly warnings: readonly Warning[]
  /** Since the request began, in milliseconds. */
  readonly durationMs: number
  /** From the beginning to the first content of a stream, in milliseconds. */
  readonly firstTokenMs: number | undefined
  /** `undefined` until `onEnd`. */
  readonly outcome: HookOutcome | undefined
  /** The parsed body of the request. Only with `configure({ captureContent: true })`. */
  readonly requestBody?: unknown
  /** The parsed body of the answer, of a stream the list of its events. Only with `configure({ captureContent: true })`. */
  readonly responseBody?: unknown
}

/**
 * Functions of the application's that see its requests. None is waited for, and none can harm a request: what one throws, or
 * rejects with, is reported once as a warning.
 */
export interface Hooks {
  /** A request begins. */
  onStart?: ((event: HookEvent) => unknown) | undefined
  /** A route is tried: once for each, also where there is only one. */
  onAttempt?: ((event: HookEvent) => unknown) | undefined
  /** The first content of a stream has come: no role, no heartbeat. */
  onFirstToken?: ((event: HookEvent) => unknown) | undefined
  /** The request has ended: exactly once for each, however it ended. */
  onEnd?: ((event: HookEvent) => unknown) | undefined
}
