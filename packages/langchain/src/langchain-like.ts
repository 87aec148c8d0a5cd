/**
 * What the types of LangChain's OpenAI models have in common: chat models, completion models and embeddings, in 0.6 and
 * 1.x. The classes themselves are nominal: those of one version are not assignable to those of another.
 */
export interface LangChainLike {
  model: string
  readonly caller: object
}
