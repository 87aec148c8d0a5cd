/**
 * The strict Amazon Bedrock and the strict gateway as handlers for msw, for applications that test with it.
 *
 * @packageDocumentation
 */
export { bedrockHandlers, gatewayHandlers } from './msw/handlers.ts'
export type {
  BedrockHandlers,
  BedrockHandlersOptions,
  GatewayHandlers,
  GatewayHandlersOptions,
} from './msw/handlers.ts'
