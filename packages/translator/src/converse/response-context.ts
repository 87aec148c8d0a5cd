/** What the translation of an answer must remember of its request. Made by `toConverseRequest`; never mutated. */
export interface ResponseContext {
  /** Tool names as Bedrock knows them → as the caller wrote them; only those that differ. */
  readonly toolNames: ReadonlyMap<string, string>
  /** Name (as Bedrock knows it) of the tool that stands in for a JSON schema; its arguments are the content. */
  readonly structuredOutputTool: string | undefined
  /** The caller used the legacy `functions` field: answer with `function_call`. */
  readonly legacyFunctions: boolean
  /** `tool_choice: "none"` while the history holds tool blocks: calls in the answer are dropped. */
  readonly suppressToolCalls: boolean
  /** `stream_options.include_usage`. */
  readonly includeUsage: boolean
  /** Reasoning goes between tags into the content, by the route's option or the request's `include_thinking_data`. */
  readonly thinkTags: boolean
  /** The model calls tools, but not on a stream: the transport asks for the whole answer and streams from that. */
  readonly nonStreaming: boolean
}
