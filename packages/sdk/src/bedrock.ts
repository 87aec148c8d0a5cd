/**
 * `@patchbay/sdk/bedrock`: `register` for `BedrockRuntimeClient`, and nothing of the other clients.
 *
 * @packageDocumentation
 */
export { type BedrockRuntimeClientLike, register, type RegisterOptions } from '@patchbay/bedrock'
export * from './common.ts'
