/**
 * What the `OpenAI` and `AzureOpenAI` classes of openai 4 to 7 have in common in their types. The classes themselves are
 * nominal across major versions, and their `fetch` is private in the types.
 */
export interface OpenAILike {
  baseURL: string
  readonly chat: { readonly completions: object }
  readonly embeddings: object
  readonly models: object
}
