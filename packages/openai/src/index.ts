export { register, type RegisterOptions } from './register.ts'
export { createFetch, registrationOf, unregister } from '@patchbay/core'
export type { OpenAILike } from './openai-like.ts'
