/**
 * What the `Anthropic` class of @anthropic-ai/sdk and its subclasses have in common in their types. The classes themselves
 * are nominal across versions, and their `fetch` is private in the types.
 */
export interface AnthropicLike {
  /** Where requests go without a registration. */
  baseURL: string
  readonly messages: {
    /** Sends a request of the Messages API. */
    create(...parts: never): unknown
    /** Sends one, and gathers its streamed answer. */
    stream(...parts: never): unknown
  }
  readonly beta: { readonly messages: object }
}

/** What is needed of the types of `ChatAnthropic` of @langchain/anthropic. */
export interface ChatAnthropicLike {
  model: string
  readonly caller: object
  /** Makes the `Anthropic` client of a call. */
  createClient: (options: never) => unknown
}
