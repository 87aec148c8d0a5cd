/** What the translation of an answer must remember of its request, whichever protocol it is for. Never mutated. */
export interface SharedResponseContext {
  /** Tool names as Bedrock knows them → as the caller wrote them; only those that differ. */
  readonly toolNames: ReadonlyMap<string, string>
  /** Name (as Bedrock knows it) of the tool that stands in for a JSON schema; its arguments are the content. */
  readonly structuredOutputTool: string | undefined
  /** No tool may be called while the history holds tool blocks: calls in the answer are left out. */
  readonly suppressToolCalls: boolean
  /** The model calls tools, but not on a stream: the transport asks for the whole answer and streams from that. */
  readonly nonStreaming: boolean
}
