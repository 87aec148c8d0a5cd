/**
 * `@patchbay/sdk/openai`: `register` for `OpenAI` and `AzureOpenAI` clients, and nothing of the other clients.
 *
 * @packageDocumentation
 */
export { type OpenAILike, register, type RegisterOptions } from '@patchbay/openai'
export * from './common.ts'
