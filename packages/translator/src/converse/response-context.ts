import type { ToolPropertyNames } from './property-names.ts'

/** What the translation of an answer must remember of its request, whichever protocol it is for. Never mutated. */
export interface SharedResponseContext {
  /** Tool names as Bedrock knows them → as the caller wrote them; only those that differ. */
  readonly toolNames: ReadonlyMap<string, string>
  /** Name (as Bedrock knows it) of the tool that stands in for a JSON schema; its arguments are the content. */
  readonly structuredOutputTool: string | undefined
  /** Properties of the tools' inputs that have other names on Bedrock; absent where none has. */
  readonly propertyNames?: ToolPropertyNames
  /** The history holds tool blocks but no tool may be called: calls in the answer are left out. */
  readonly suppressToolCalls: boolean
  /** The model has no tool calls on streams: the transport asks for a whole answer and makes the stream of it. */
  readonly nonStreaming: boolean
}
