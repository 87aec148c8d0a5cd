export { register } from './register.ts'
export type { RegisterOptions } from './register-options.ts'
export { registrationOf, unregister } from '@patchbay/core'
export type { BedrockRuntimeClientLike } from './bedrock-runtime-client-like.ts'
