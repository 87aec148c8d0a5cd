export { register } from './register.ts'
export type { RegisterOptions } from '@patchbay/openai'
export { createFetch, registrationOf, unregister } from '@patchbay/core'
export type { AnthropicLike, ChatAnthropicLike } from './anthropic-like.ts'

// For packages that register clients of several kinds.
export { explainedCall } from './explained-call.ts'
export { isAnthropicClient } from './detect.ts'
export { isChatAnthropic } from './chat-anthropic.ts'
