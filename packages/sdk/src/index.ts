/**
 * Sends the traffic of the LLM clients that an application has along any route: `register(client, route)`. Routes lead to a
 * gateway, to Amazon Bedrock or to an OpenAI-compatible backend, or are made of other routes.
 *
 * @packageDocumentation
 */
export { register, type RegisterOptions, type RoutableClient } from './register.ts'
export { createFetch } from './create-fetch.ts'
export { explain, type ExplainedRequest, type ExplainOptions } from './explain.ts'
export { listModels, type ListModelsOptions } from '@patchbay/bedrock-backend'
export * from './common.ts'
export * from './gateway-routes.ts'
