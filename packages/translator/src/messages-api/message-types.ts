/**
 * Anthropic's shapes, as far as this package writes them. A test holds them against the types of `@anthropic-ai/sdk`.
 *
 * https://docs.claude.com/en/api/messages
 */

/** A text of an answer. */
export interface TextBlock {
  readonly type: 'text'
  readonly text: string
}

/** Reasoning of an answer; its signature is empty where the model signs nothing. */
export interface ThinkingBlock {
  readonly type: 'thinking'
  readonly thinking: string
  readonly signature: string
}

/** Reasoning that only the model can read: base64. */
export interface RedactedThinkingBlock {
  readonly type: 'redacted_thinking'
  readonly data: string
}

/** A call of one of the caller's tools. */
export interface ToolUseBlock {
  readonly type: 'tool_use'
  readonly id: string
  readonly name: string
  readonly input: unknown
  readonly caller: { readonly type: 'direct' }
}

/** A block of an answer. */
export type MessageBlock = TextBlock | ThinkingBlock | RedactedThinkingBlock | ToolUseBlock

/** Why an answer ended. */
export type MessageStopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'refusal'
  | 'model_context_window_exceeded'

/** The counts that an answer and the end of a stream have in common. */
export interface MessageCounts {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
  readonly server_tool_use: null
  readonly output_tokens_details: null
}

export interface MessageUsage extends MessageCounts {
  readonly cache_creation: null
  readonly inference_geo: null
  readonly service_tier: null
  readonly speed: null
}

/** How an answer ended. */
export interface MessageEnding {
  readonly stop_reason: MessageStopReason | null
  readonly stop_sequence: null
  readonly stop_details: null
  readonly container: null
}

/** A whole answer. */
export interface MessageAnswer extends MessageEnding {
  readonly id: string
  readonly type: 'message'
  readonly role: 'assistant'
  readonly model: string
  readonly content: readonly MessageBlock[]
  readonly diagnostics: null
  readonly usage: MessageUsage
}

/** A piece of a block. */
export type MessageBlockDelta =
  | { readonly type: 'text_delta'; readonly text: string }
  | { readonly type: 'thinking_delta'; readonly thinking: string }
  | { readonly type: 'signature_delta'; readonly signature: string }
  | { readonly type: 'input_json_delta'; readonly partial_json: string }

/** An event of a streamed answer; its name is its type. https://docs.claude.com/en/docs/build-with-claude/streaming */
export type MessageEvent =
  | { readonly type: 'message_start'; readonly message: MessageAnswer }
  | { readonly type: 'content_block_start'; readonly index: number; readonly content_block: MessageBlock }
  | { readonly type: 'content_block_delta'; readonly index: number; readonly delta: MessageBlockDelta }
  | { readonly type: 'content_block_stop'; readonly index: number }
  | { readonly type: 'message_delta'; readonly delta: MessageEnding; readonly usage: MessageCounts }
  | { readonly type: 'message_stop' }
