/**
 * `@patchbay/sdk/langchain`: `register` for the OpenAI models of LangChain, and nothing of the other clients.
 *
 * @packageDocumentation
 */
export { type LangChainLike, register, type RegisterOptions } from '@patchbay/langchain'
export * from './common.ts'
