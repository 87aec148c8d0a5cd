export { register, type RegisterOptions } from './register.ts'
export { createFetch, registrationOf, unregister } from '@patchbay/core'
export type { OpenAILike } from './openai-like.ts'

/** The parts of which packages for SDKs built on `openai` make their own `register`. */
export { createFetchSeam } from './fetch-seam.ts'
export { localRoutes } from './local-routes.ts'
export { replaceProperty } from './property.ts'
export { statusErrorOf } from './status-error.ts'
