import type { SharedResponseContext } from '../converse/response-context.ts'

/** What the translation of an answer must remember of its request. Made by `toConverseRequest`; never mutated. */
export interface ResponseContext extends SharedResponseContext {
  /** The caller used the legacy `functions` field: answer with `function_call`. */
  readonly legacyFunctions: boolean
  /** `stream_options.include_usage`. */
  readonly includeUsage: boolean
  /** Reasoning goes between tags into the content, by the route's option or the request's `include_thinking_data`. */
  readonly thinkTags: boolean
}
