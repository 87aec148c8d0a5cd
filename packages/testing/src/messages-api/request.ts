/** A request of Anthropic's Messages API that has been checked: what an answer depends on. */
export interface MessagesRequest {
  readonly max_tokens: number
  readonly messages: readonly { readonly role: string; readonly content: string | readonly MessagesBlock[] }[]
  readonly stop_sequences?: readonly string[]
  readonly thinking?: { readonly type: string }
  readonly output_config?: { readonly format?: { readonly schema?: unknown } | null } | null
  readonly output_format?: { readonly schema?: unknown } | null
  readonly tools?: readonly MessagesTool[]
  readonly tool_choice?: {
    readonly type: string
    readonly name?: string
    readonly disable_parallel_tool_use?: boolean
  }
}

/** A block of a message: the members that an answer depends on. */
export interface MessagesBlock {
  readonly type: string
  readonly text?: string
  readonly content?: string | readonly MessagesBlock[]
  readonly source?: { readonly media_type?: string }
}

/** A tool that is offered. */
export interface MessagesTool {
  readonly name: string
  readonly description?: string
  readonly input_schema?: unknown
}

/** Why `max_tokens` is not one, in the service's words; `undefined` where it is. */
export function maxTokensProblem(maxTokens: unknown): string | undefined {
  if (maxTokens === undefined) return 'max_tokens: Field required'
  return typeof maxTokens === 'number' && Number.isInteger(maxTokens) && maxTokens >= 1
    ? undefined
    : 'max_tokens: Input should be greater than or equal to 1'
}

/** Why the messages are no conversation, in the service's words; `undefined` where they are. */
export function messagesProblem(messages: unknown): string | undefined {
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: at least one message is required'
  for (const [index, message] of (messages as unknown[]).entries()) {
    const { role, content } = (message ?? {}) as { readonly role?: unknown; readonly content?: unknown }
    if (role !== 'user' && role !== 'assistant') {
      return `messages.${index}.role: Input should be 'user' or 'assistant'`
    }
    const texts = Array.isArray(content)
      ? content.map((block: MessagesBlock) => (block.type === 'text' ? block.text : 'x'))
      : [content]
    if (texts.some((text) => typeof text !== 'string' || text.trim() === '')) {
      return 'messages: text content blocks must be non-empty'
    }
  }
  return (messages[0] as { role: string }).role === 'user'
    ? undefined
    : 'messages: first message must use the "user" role'
}
