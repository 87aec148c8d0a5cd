/**
 * Planning says by which of Bedrock's APIs, on which host, a request is served: the types.
 */
import type { TranslationWarning } from '../context.ts'
import type { ReasoningOrigins } from '../converse/reasoning-origins.ts'
import type { BedrockApi, BedrockHost, ModelFacts, NativeApi } from '../model-facts/model-capabilities.ts'

/** What the caller speaks. Embeddings, images and moderations are not planned: each has one way. */
export type ClientApi = 'chat-completions' | 'completions' | 'responses' | 'messages' | 'converse'

/** The option `api` of a route, for one model. */
export type ApiChoice = 'auto' | 'native' | 'converse' | NativeApi

/** The option `host` of a route, for one model. */
export type HostChoice = 'auto' | BedrockHost

/** One way to serve a request. */
export interface Way {
  readonly api: BedrockApi
  readonly host: BedrockHost
  /** The path below the host's origin, the model's id encoded where it stands in it. */
  readonly path: string
  /** The model as that host names it: what goes into the body or the path, not encoded. On Mantle without a prefix. */
  readonly modelId: string
  /** The caller's own API: the body goes on and the answer comes back as they are. Else both are translated. */
  readonly native: boolean
  /**
   * Paths into the caller's body of what has to be left out of it first, each told by a warning: `tools[1]`, `background`.
   * See `leaveOut`.
   */
  readonly without: readonly string[]
  /** One plain sentence for people: why this way. */
  readonly reason: string
  /** What serving the request this way loses or changes. To be reported only if the way is taken. */
  readonly warnings: readonly TranslationWarning[]
}

/** What the ways of a request depend on. */
export interface PlanRequest {
  readonly clientApi: ClientApi
  /** The caller's body, parsed. Of untrusted shape. Not changed. */
  readonly body: Readonly<Record<string, unknown>>
  /** The answer is to be streamed. */
  readonly stream: boolean
  readonly model: ModelFacts
  /** The name of the model in the request, by which tables may name it. */
  readonly requestedModel?: string | undefined
  /** A guardrail is asked for outside the body: by headers, or by the route. One in the body is seen without it. */
  readonly guardrail: boolean
  /** The header that holds request metadata, where one does. */
  readonly metadataHeader?: string | undefined
  /** The header that asks for a latency, where one does. */
  readonly latencyHeader?: string | undefined
  readonly options: PlanOptions
  /** Whose the reasoning of earlier turns is, as far as that is known. */
  readonly reasoningOrigins?: Pick<ReasoningOrigins, 'of'> | undefined
}

/** The options of a route that planning reads. */
export interface PlanOptions {
  /** One for all models, or a table by the name in requests, or by id (with its prefix or without). */
  readonly api?: ApiChoice | Readonly<Record<string, ApiChoice>> | undefined
  readonly host?: HostChoice | Readonly<Record<string, HostChoice>> | undefined
  readonly crossRegion?: 'geo' | 'global' | undefined
  readonly region?: string | undefined
  /** A Mantle endpoint is known: given, or of the region where there is one. */
  readonly mantle: boolean
}
