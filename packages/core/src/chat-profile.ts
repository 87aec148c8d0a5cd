/** How a route wants requests written that were translated from Bedrock's API. */
export interface ChatProfile {
  /** What they are translated to. Default `chat-completions`; the other members are about that. */
  readonly api?: 'chat-completions' | 'responses' | undefined
  /** Whether it understands Patchbay's extensions of OpenAI's API, as `bedrock()` does. Default false. */
  readonly extensions?: boolean | undefined
  /** Whether it takes `top_k`, which OpenAI's own API refuses. Default: as `extensions`. */
  readonly topK?: boolean | undefined
  /**
   * The name of the limit of an answer. Default `max_completion_tokens`, which is OpenAI's own. Some servers of open
   * models heed `max_tokens` only.
   */
  readonly limitName?: 'max_completion_tokens' | 'max_tokens' | undefined
  /**
   * Whether a content may be a list of texts. Default true, as at OpenAI. DeepSeek and others take one string only.
   */
  readonly textParts?: boolean | undefined
  /** Whether it takes `stream_options`, for usage on streams. Default: it is asked, and remembered where it refuses. */
  readonly streamOptions?: boolean | undefined
  /** Whether it takes `metadata`. Default true. OpenAI's own API takes it only with `store`. */
  readonly metadata?: boolean | undefined
}
