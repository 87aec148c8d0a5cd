export { register, type RegisterOptions } from './register.ts'
export { createFetch, registrationOf, unregister } from '@patchbay/core'
export type { OpenAILike } from './openai-like.ts'

// For packages that register clients which are built around an OpenAI client.
export { createFacts, createFetchInterceptor, type Sender } from './fetch-interceptor.ts'
export { createCallTracking } from './call-tracking.ts'
export { installCloning } from './clones.ts'
export { installCallerTracking, trackedCaller } from './retrying-caller.ts'
export { localRoutes } from './local-routes.ts'
export { replaceProperty } from './property.ts'
export { statusErrorOf } from './status-error.ts'
export { attachSender, installAll } from './install.ts'
