/**
 * `@patchbay/sdk/anthropic`: `register` for `Anthropic` clients, and nothing of the other clients.
 *
 * @packageDocumentation
 */
export { type AnthropicLike, register, type RegisterOptions } from '@patchbay/anthropic'
export * from './common.ts'
