import type { HttpRequest } from '../smithy.ts'

/** Stands for a request that is not made, or not yet. Middleware of the application may still look at one. */
export function createPlaceholder(): HttpRequest {
  return {
    method: 'POST',
    protocol: 'https:',
    hostname: 'bedrock-runtime.patchbay.invalid',
    path: '/',
    query: {},
    headers: {},
  }
}
